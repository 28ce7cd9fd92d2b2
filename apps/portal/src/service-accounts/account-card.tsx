'use client';

import { Badge, Button, Group, Text } from '@mantine/core';
import type { ServiceAccount } from '@stellwerk/contracts';
import { AccessScope } from '@stellwerk/domain';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { Customers } from '../members/member-table';
import { useConfirm, useNotify } from '../ui/confirm';
import { Section } from '../ui/section';
import { AccountForm } from './account-form';
import { type KeyDialogKind, KeyDialog } from './key-dialog';
import { KeyTable } from './key-table';
import { useDay } from '../ui/use-day';

/** One service account: what it may do, and its keys. */
export function AccountCard({ account, mayWrite }: { account: ServiceAccount; mayWrite: boolean }) {
  const t = useTranslations('serviceAccounts');
  const [editing, setEditing] = useState(false);
  const [dialog, setDialog] = useState<KeyDialogKind | null>(null);
  const expired = account.expiresAt !== null && Date.parse(account.expiresAt) <= Date.now();
  return (
    <div data-testid="service-account" data-name={account.name}>
      <Section
        title={account.name}
        id={`account-${account.id}`}
        actions={mayWrite && <Acts account={account} onEdit={() => setEditing(true)} onKey={() => setDialog({ kind: 'new' })} />}
      >
        <dl className="facts-list">
          <Fact term={t('scopes')}>
            <Scopes scopes={account.scopes} />
          </Fact>
          <Fact term={t('customers')}>
            <Customers tenantIds={account.tenantIds} />
          </Fact>
          <Fact term={t('addresses')}>{account.addresses.length === 0 ? t('anywhere') : account.addresses.join(', ')}</Fact>
          <Fact term={t('expires')}>
            <Expiry at={account.expiresAt} /> {expired && <Badge color="red.9">{t('expired')}</Badge>}
          </Fact>
        </dl>
        <KeyTable account={account} mayWrite={mayWrite} onRotate={(key) => setDialog({ kind: 'rotate', key })} />
      </Section>
      {editing && <AccountForm account={account} onClose={() => setEditing(false)} />}
      {dialog !== null && <KeyDialog account={account} what={dialog} onClose={() => setDialog(null)} />}
    </div>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {term}
      </Text>
      <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </div>
  );
}

function Expiry({ at }: { at: string | null }) {
  const t = useTranslations('serviceAccounts');
  const { day } = useDay();
  return at === null ? t('never') : day(at, 'long');
}

/** Scopes in words; one that this portal does not know yet is shown as it is. */
function Scopes({ scopes }: { scopes: readonly string[] }) {
  const t = useTranslations('scopes');
  return (
    <Group gap={6} component="span">
      {scopes.map((scope) => {
        const known = AccessScope.safeParse(scope);
        return (
          <Badge key={scope} variant="default" tt="none" fw={500} title={scope}>
            {known.success ? t(`text.${known.data}`) : scope}
          </Badge>
        );
      })}
    </Group>
  );
}

function Acts({ account, onEdit, onKey }: { account: ServiceAccount; onEdit: () => void; onKey: () => void }) {
  const t = useTranslations('serviceAccounts');
  const c = useTranslations('common');
  const confirm = useConfirm();
  const notify = useNotify();
  const remove = useChange(() => api.deleteServiceAccount({ params: { id: account.id }, ifMatch: account.version }));
  const onRemove = () =>
    confirm({
      title: t('deleteTitle', { name: account.name }),
      text: t('deleteText', { count: account.keys.filter(({ state }) => state === 'active').length }),
      confirm: c('delete'),
      onConfirm: () =>
        remove.mutate(undefined, { onSuccess: () => notify.done(t('deleted', { name: account.name })), onError: notify.failed }),
    });
  return (
    <Group gap="xs">
      <Button size="xs" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={onKey} data-testid="key-create">
        {t('newKey')}
      </Button>
      <Button size="xs" variant="default" onClick={onEdit} data-testid="service-account-edit">
        {c('edit')}
      </Button>
      <Button size="xs" variant="default" loading={remove.isPending} onClick={onRemove} data-testid="service-account-delete">
        {c('delete')}
      </Button>
    </Group>
  );
}
