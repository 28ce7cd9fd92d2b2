'use client';

import { Button, Checkbox, Modal, Select, Stack, Text } from '@mantine/core';
import type { ApiKey, ServiceAccount } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { CopyLine } from '../ui/copy-line';
import { DayInput } from '../ui/day-input';
import { FormActions } from '../ui/form-actions';
import { ProblemNotice } from '../ui/problem';

export type KeyDialogKind = { readonly kind: 'new' } | { readonly kind: 'rotate'; readonly key: ApiKey };

/** Hours for which the old key stays good. */
const OVERLAPS = [0, 1, 24, 168, 720] as const;

/** Makes a key, or another one in place of one, and shows it: this once. */
export function KeyDialog({ account, what, onClose }: { account: ServiceAccount; what: KeyDialogKind; onClose: () => void }) {
  const t = useTranslations('serviceAccounts');
  const c = useTranslations('common');
  const [expiresAt, setExpiresAt] = useState<string | null>(null);
  const [overlapHours, setOverlap] = useState<number>(24);
  const [made, setMade] = useState<string | null>(null);
  const make = useChange(() =>
    what.kind === 'new'
      ? api.createApiKey({ params: { id: account.id }, body: { expiresAt } })
      : api.rotateApiKey({ params: { id: account.id, keyId: what.key.id }, body: { expiresAt, overlapHours } }),
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    make.mutate(undefined, { onSuccess: ({ key }) => setMade(key) });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={what.kind === 'new' ? t('newKeyTitle', { name: account.name }) : t('rotateTitle', { prefix: what.key.prefix })}
      closeButtonProps={{ 'aria-label': c('close') }}
      withCloseButton={made === null}
      closeOnEscape={made === null}
      closeOnClickOutside={false}
      size="lg"
    >
      {made !== null ? (
        <Shown secret={made} onClose={onClose} />
      ) : (
        <form onSubmit={submit} noValidate data-testid="key-form">
          <Stack>
            {make.isError && <ProblemNotice error={make.error} />}
            {what.kind === 'rotate' && (
              <Select
                label={t('overlap')}
                description={t('overlapHint')}
                allowDeselect={false}
                value={String(overlapHours)}
                onChange={(next) => setOverlap(Number(next))}
                data={OVERLAPS.map((hours) => ({ value: String(hours), label: t(`overlaps.${hours}`) }))}
                data-testid="key-overlap"
              />
            )}
            <DayInput
              label={t('keyExpires')}
              description={t('keyExpiresHint')}
              value={expiresAt}
              onChange={setExpiresAt}
              testId="key-expires"
            />
            <FormActions
              onCancel={onClose}
              saving={make.isPending}
              label={what.kind === 'new' ? t('makeKey') : t('rotate')}
              testId="key-make"
            />
          </Stack>
        </form>
      )}
    </Modal>
  );
}

function Shown({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations('serviceAccounts');
  const [kept, setKept] = useState(false);
  const curl = `curl -H 'Authorization: Bearer ${secret}' ${window.location.origin}/api/v1/me`;
  return (
    <Stack data-testid="key-shown">
      <div className="notice tone-attention">
        <Text size="sm" className="notice-title">
          {t('once')}
        </Text>
        <Text size="sm">{t('onceText')}</Text>
      </div>
      <CopyLine text={secret} testId="key-secret" />
      <div>
        <Text size="sm" mb={4}>
          {t('try')}
        </Text>
        <CopyLine text={curl} />
      </div>
      <Checkbox checked={kept} onChange={(e) => setKept(e.currentTarget.checked)} label={t('kept')} data-testid="key-kept" />
      <Button disabled={!kept} onClick={onClose} style={{ alignSelf: 'flex-end' }} data-testid="key-done">
        {t('done')}
      </Button>
    </Stack>
  );
}
