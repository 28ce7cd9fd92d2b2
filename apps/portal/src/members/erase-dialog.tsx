'use client';

import { Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import type { Member } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { useNotify } from '../ui/confirm';
import { ProblemNotice } from '../ui/problem';

/** Erases a person for good (GDPR, article 17). What goes and what stays is said before; the address is typed so that it is no slip. */
export function EraseDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useTranslations('members');
  const c = useTranslations('common');
  const notify = useNotify();
  const [typed, setTyped] = useState('');
  const erase = useChange(() => api.erasePersonalData({ params: { id: member.id } }));
  const { name, email } = member.person;
  const fits = typed.trim().toLowerCase() === email.toLowerCase();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!fits) return;
    erase.mutate(undefined, {
      onSuccess: () => {
        notify.done(t('erased'));
        onClose();
      },
    });
  };
  return (
    <Modal opened onClose={onClose} title={t('eraseTitle', { name })} closeButtonProps={{ 'aria-label': c('close') }}>
      <form onSubmit={submit} noValidate data-testid="erase-form">
        <Stack>
          {erase.isError && <ProblemNotice error={erase.error} />}
          <List size="sm" spacing={6}>
            <List.Item>{t('eraseGoes')}</List.Item>
            <List.Item>{t('eraseStays')}</List.Item>
            <List.Item>{t('eraseBackups')}</List.Item>
          </List>
          <Text size="sm" fw={600}>
            {t('eraseFinal')}
          </Text>
          <TextInput
            label={t('eraseType', { email })}
            autoComplete="off"
            value={typed}
            onChange={(e) => setTyped(e.currentTarget.value)}
            data-autofocus
            data-testid="erase-email"
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {c('cancel')}
            </Button>
            <Button type="submit" color="red.9" disabled={!fits} loading={erase.isPending} data-testid="erase-confirm">
              {t('erase')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
