'use client';

import { Button, Group, Text } from '@mantine/core';
import type { Factors, Me } from '@stellwerk/contracts';
import { IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { oidcPath } from '../sign-in/oidc-path';
import { Ago } from '../ui/ago';
import { useConfirm, useNotify } from '../ui/confirm';
import { Section } from '../ui/section';
import { useFactors } from './use-factors';

/** Accounts at OpenID providers that sign in as this person. */
export function IdentitiesSection({ me }: { me: Me }) {
  const t = useTranslations('identities');
  const identities = useFactors().data?.identities ?? [];
  const company = me.tenant?.name ?? me.provider.name;
  const options = useQuery({
    queryKey: ['sign-in-options', company],
    queryFn: ({ signal }) => api.signInOptions({ query: { search: company.slice(0, 80) } }, signal),
  });
  const open = options.data?.items.filter((option) => option.owner === company) ?? [];
  return (
    <Section title={t('title')} id="identities">
      <Text size="sm" c="dimmed" mb="xs">
        {identities.length === 0 ? t('none') : t('text')}
      </Text>
      <ul className="rows">
        {identities.map((identity) => (
          <IdentityRow key={identity.id} identity={identity} />
        ))}
      </ul>
      {open.length > 0 && (
        <Group gap="xs" mt="sm">
          {open.map(({ id, name }) => (
            <Button
              key={id}
              component="a"
              href={oidcPath(id, { link: true, returnTo: '/profile' })}
              size="xs"
              variant="light"
              leftSection={<IconLink size={16} aria-hidden />}
              data-testid="identity-link"
            >
              {t('link', { name })}
            </Button>
          ))}
        </Group>
      )}
    </Section>
  );
}

function IdentityRow({ identity }: { identity: Factors['identities'][number] }) {
  const t = useTranslations('identities');
  const confirm = useConfirm();
  const notify = useNotify();
  const unlink = useChange(() => api.unlinkIdentity({ params: { id: identity.id } }));
  const onUnlink = () =>
    confirm({
      title: t('unlinkTitle'),
      text: t('unlinkText', { issuer: identity.issuer }),
      confirm: t('unlink'),
      onConfirm: () => unlink.mutate(undefined, { onSuccess: () => notify.done(t('unlinked')), onError: notify.failed }),
    });
  return (
    <li data-testid="identity-row">
      <div style={{ minWidth: 0, flex: '1 1 16rem', overflowWrap: 'anywhere' }}>
        <Text size="sm" fw={600}>
          {identity.issuer}
        </Text>
        <Text size="sm" c="dimmed" component="div">
          <code>{identity.subject}</code>
          {identity.lastUsedAt !== null && <> · {t.rich('used', { when: () => <Ago at={identity.lastUsedAt ?? ''} /> })}</>}
        </Text>
      </div>
      <Button size="xs" variant="default" loading={unlink.isPending} onClick={onUnlink} data-testid="identity-unlink">
        {t('unlink')}
      </Button>
    </li>
  );
}
