'use client';

import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Tenant } from '@stellwerk/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api, isOutdated } from '../api/client';
import { useChange } from '../api/mutate';
import { useNotify } from '../ui/confirm';
import { ProblemNotice } from '../ui/problem';

/** Time enough to read it and to notice the mistake. */
const UNDO_SHOWN_MS = 20_000;

/** Deletes a customer: only whoever types its name means it. It can be brought back for thirty days, at once from the notice. */
export function DeleteForm({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const t = useTranslations('customerLife');
  const c = useTranslations('common');
  const router = useRouter();
  const [typed, setTyped] = useState('');
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.deleteTenant({ params: { id: tenant.id }, ifMatch: tenant.version }),
    // The page this dialog stands on goes away with the customer: leave first, then ask for everything else anew.
    onSuccess: () => {
      const id = `deleted-${tenant.id}`;
      notifications.show({
        id,
        message: <Undo tenant={tenant} done={() => notifications.hide(id)} />,
        color: 'teal.9',
        autoClose: UNDO_SHOWN_MS,
        closeButtonProps: { 'aria-label': c('close') },
      });
      router.push('/customers');
      void queries.invalidateQueries({ predicate: ({ queryKey: [name, of] }) => name !== 'me' && of !== tenant.id });
    },
    onError: (error) => (isOutdated(error) ? queries.invalidateQueries({ queryKey: ['tenants'] }) : undefined),
  });
  const meant = typed.trim() === tenant.name.trim();
  const submit = () => {
    if (meant) remove.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('deleteTitle', { name: tenant.name })} closeButtonProps={{ 'aria-label': c('close') }}>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          submit();
        }}
      >
        <Stack>
          <Text size="sm">{t('deleteText')}</Text>
          {remove.isError && <ProblemNotice error={remove.error} />}
          <TextInput
            label={t('typeName', { name: tenant.name })}
            value={typed}
            onChange={(e) => setTyped(e.currentTarget.value)}
            autoComplete="off"
            data-autofocus
            data-testid="delete-name"
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {c('cancel')}
            </Button>
            <Button type="submit" color="red.9" disabled={!meant} loading={remove.isPending} data-testid="delete-confirm">
              {c('delete')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Undo({ tenant, done }: { tenant: Tenant; done: () => void }) {
  const t = useTranslations('customerLife');
  const notify = useNotify();
  const restore = useChange(() => api.restoreTenant({ params: { id: tenant.id } }));
  const onClick = () =>
    restore.mutate(undefined, {
      onSuccess: () => {
        notify.done(t('restored', { name: tenant.name }));
        done();
      },
      onError: notify.failed,
    });
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm">{t('deleted', { name: tenant.name })}</Text>
      <Button size="compact-sm" variant="default" loading={restore.isPending} onClick={onClick} data-testid="delete-undo">
        {t('undo')}
      </Button>
    </Group>
  );
}
