'use client';

import { Button, Menu } from '@mantine/core';
import type { Check } from '@stellwerk/contracts';
import { IconDots } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { useConfirm, useNotify } from '../ui/confirm';
import { useNow } from '../ui/ticker';
import { isResting } from './paused';
import { RestForm } from './rest-form';
import { RunNow } from './run-now';

/** What can be done with a check: run, pause, change, delete. */
export function CheckActions({ check }: { check: Check }) {
  const c = useTranslations('common');
  const mayWrite = useMay('checks:write');
  const resting = isResting(check, useNow());
  return (
    <>
      {!resting && <RunNow check={check} />}
      <PauseButton check={check} />
      {mayWrite && (
        <Button component={Link} href={`/checks/${check.id}/edit`} variant="default" data-testid="check-edit">
          {c('edit')}
        </Button>
      )}
      {mayWrite && check.origin === 'free' && <DeleteMenu check={check} />}
    </>
  );
}

function PauseButton({ check }: { check: Check }) {
  const t = useTranslations('check');
  const notify = useNotify();
  const may = useMay('checks:operate');
  const resting = isResting(check, useNow());
  const [asking, setAsking] = useState(false);
  const pause = useChange((body: { until: string | null; reason: string }) => api.pauseCheck({ params: { id: check.id }, body }));
  const resume = useChange(() => api.resumeCheck({ params: { id: check.id } }));
  if (!may) return null;
  if (resting)
    return (
      <Button
        loading={resume.isPending}
        onClick={() => resume.mutate(undefined, { onSuccess: () => notify.done(t('resumed')), onError: notify.failed })}
        data-testid="check-resume"
      >
        {t('resume')}
      </Button>
    );
  const submit = (until: string | null, reason: string) =>
    pause.mutate(
      { until, reason },
      {
        onSuccess: () => {
          notify.done(t('pausedDone'));
          setAsking(false);
        },
      },
    );
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)} data-testid="check-pause">
        {t('pause')}
      </Button>
      {asking && (
        <RestForm
          title={t('pauseTitle')}
          text={t('pauseText')}
          label={t('pauseUntil')}
          confirm={t('pause')}
          saving={pause.isPending}
          error={pause.error}
          open
          onSubmit={submit}
          onClose={() => {
            pause.reset();
            setAsking(false);
          }}
          testId="pause"
        />
      )}
    </>
  );
}

function DeleteMenu({ check }: { check: Check }) {
  const t = useTranslations('check');
  const c = useTranslations('common');
  const confirm = useConfirm();
  const notify = useNotify();
  const router = useRouter();
  const remove = useChange(() => api.deleteCheck({ params: { id: check.id }, ifMatch: check.version }));
  const onConfirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        notify.done(t('deleted', { name: check.name }));
        router.push('/checks');
      },
      onError: notify.failed,
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" px="xs" aria-label={t('more')} loading={remove.isPending} data-testid="check-more">
          <IconDots size={18} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          className="danger-item"
          onClick={() => confirm({ title: t('deleteTitle', { name: check.name }), text: t('deleteText'), confirm: c('delete'), onConfirm })}
          data-testid="check-delete"
        >
          {c('delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
