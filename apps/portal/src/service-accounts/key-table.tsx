'use client';

import { Button, Group, Text } from '@mantine/core';
import type { ApiKey, ServiceAccount } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { Ago } from '../ui/ago';
import { useConfirm, useNotify } from '../ui/confirm';
import { ScrollBox } from '../ui/scroll-box';
import { useDay } from '../ui/use-day';

interface Props {
  readonly account: ServiceAccount;
  readonly mayWrite: boolean;
  readonly onRotate: (key: ApiKey) => void;
}

const TONE = { active: 'up', expired: 'idle', revoked: 'idle' } as const;

/** Keys by their beginning, which is all that is left to see of them. */
export function KeyTable({ account, mayWrite, onRotate }: Props) {
  const t = useTranslations('serviceAccounts');
  if (account.keys.length === 0)
    return (
      <Text size="sm" c="dimmed" mt="md">
        {t('noKeys')}
      </Text>
    );
  return (
    <div style={{ margin: '1rem -1.25rem -1rem', borderTop: '1px solid var(--sw-line)' }}>
      <ScrollBox label={t('keysOf', { name: account.name })}>
        <table className="dense" data-testid="key-table">
          <thead>
            <tr>
              <th scope="col">{t('key')}</th>
              <th scope="col">{t('state')}</th>
              <th scope="col">{t('lastUsed')}</th>
              <th scope="col">{t('expires')}</th>
              {mayWrite && (
                <th scope="col">
                  <span className="sr-only">{t('actions')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {account.keys.map((key) => (
              <Row key={key.id} account={account} apiKey={key} mayWrite={mayWrite} onRotate={() => onRotate(key)} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </div>
  );
}

interface RowProps {
  readonly account: ServiceAccount;
  readonly apiKey: ApiKey;
  readonly mayWrite: boolean;
  readonly onRotate: () => void;
}

function Row({ account, apiKey: key, mayWrite, onRotate }: RowProps) {
  const t = useTranslations('serviceAccounts');
  const { moment } = useDay();
  const confirm = useConfirm();
  const notify = useNotify();
  const revoke = useChange(() => api.revokeApiKey({ params: { id: account.id, keyId: key.id } }));
  const onRevoke = () =>
    confirm({
      title: t('revokeTitle', { prefix: key.prefix }),
      text: t('revokeText'),
      confirm: t('revoke'),
      onConfirm: () => revoke.mutate(undefined, { onSuccess: () => notify.done(t('revoked')), onError: notify.failed }),
    });
  return (
    <tr data-testid="key-row" data-state={key.state}>
      <td>
        <code>{key.prefix}…</code>
        <span className="second-line">{t.rich('made', { when: () => <Ago at={key.createdAt} /> })}</span>
      </td>
      <td>
        <span className={`signal tone-${TONE[key.state]}`}>{t(`states.${key.state}`)}</span>
      </td>
      <td>
        {key.lastUsedAt === null ? t('neverUsed') : <Ago at={key.lastUsedAt} />}
        {key.lastUsedFrom !== null && <span className="second-line">{t('from', { address: key.lastUsedFrom })}</span>}
      </td>
      <td>{key.expiresAt === null ? t('never') : moment(key.expiresAt)}</td>
      {mayWrite && (
        <td className="num">
          {key.state === 'active' && (
            <Group gap={6} justify="flex-end" wrap="nowrap">
              <Button size="xs" variant="default" onClick={onRotate} data-testid="key-rotate">
                {t('rotate')}
              </Button>
              <Button size="xs" variant="default" loading={revoke.isPending} onClick={onRevoke} data-testid="key-revoke">
                {t('revoke')}
              </Button>
            </Group>
          )}
        </td>
      )}
    </tr>
  );
}
