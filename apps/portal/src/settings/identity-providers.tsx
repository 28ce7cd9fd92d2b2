'use client';

import { Badge, Button, Group, Skeleton, Text } from '@mantine/core';
import type { IdentityProvider } from '@stellwerk/contracts';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { useIdentityProviders } from '../api/people-queries';
import { useConfirm, useNotify } from '../ui/confirm';
import { CopyLine } from '../ui/copy-line';
import { Empty } from '../ui/empty';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { IdentityProviderForm } from './identity-provider-form';

interface Props {
  /** Of which customer; undefined: of the caller's own side. */
  readonly tenantId: string | undefined;
  readonly ownerName: string;
}

/** OpenID providers that the members of one side sign in with. */
export function IdentityProviders({ tenantId, ownerName }: Props) {
  const t = useTranslations('identityProviders');
  const providers = useIdentityProviders(tenantId);
  const mayWrite = useMay('settings:write');
  const [open, setOpen] = useState<IdentityProvider | 'new' | null>(null);
  const add = mayWrite && (
    <Button
      size="xs"
      variant="light"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => setOpen('new')}
      data-testid="idp-create"
    >
      {t('add')}
    </Button>
  );
  return (
    <Section title={t('title')} id="identity-providers" actions={add}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('text', { name: ownerName })}
      </Text>
      {providers.isError && <ProblemNotice error={providers.error} retry={() => void providers.refetch()} />}
      {providers.isPending && <Skeleton h={100} />}
      {providers.data?.length === 0 && <Empty title={t('none')}>{t('noneText')}</Empty>}
      <ul className="rows">
        {providers.data?.map((each) => (
          <Row key={each.id} provider={each} mayWrite={mayWrite} onEdit={() => setOpen(each)} />
        ))}
      </ul>
      {open !== null && (
        <IdentityProviderForm tenantId={tenantId} provider={open === 'new' ? undefined : open} onClose={() => setOpen(null)} />
      )}
    </Section>
  );
}

function Row({ provider, mayWrite, onEdit }: { provider: IdentityProvider; mayWrite: boolean; onEdit: () => void }) {
  const t = useTranslations('identityProviders');
  const c = useTranslations('common');
  const confirm = useConfirm();
  const notify = useNotify();
  const remove = useChange(() => api.deleteIdentityProvider({ params: { id: provider.id }, ifMatch: provider.version }));
  const onRemove = () =>
    confirm({
      title: t('deleteTitle', { name: provider.name }),
      text: t('deleteText'),
      confirm: c('delete'),
      onConfirm: () =>
        remove.mutate(undefined, { onSuccess: () => notify.done(t('deleted', { name: provider.name })), onError: notify.failed }),
    });
  return (
    <li data-testid="idp-row" style={{ alignItems: 'flex-start' }}>
      <div style={{ minWidth: 0, flex: '1 1 22rem' }}>
        <Text size="sm" fw={600} component="div">
          {provider.name}{' '}
          {provider.enforced && (
            <Badge size="sm" variant="default" tt="none">
              {t('enforced')}
            </Badge>
          )}
        </Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {provider.issuer}
        </Text>
        <Text size="xs" c="dimmed" mt={8} mb={4}>
          {t('redirectUri')}
        </Text>
        <CopyLine text={provider.redirectUri} testId="idp-redirect-uri" />
      </div>
      {mayWrite && (
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onEdit} data-testid="idp-edit">
            {c('edit')}
          </Button>
          <Button size="xs" variant="default" loading={remove.isPending} onClick={onRemove} data-testid="idp-delete">
            {c('delete')}
          </Button>
        </Group>
      )}
    </li>
  );
}
