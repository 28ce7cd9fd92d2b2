'use client';

import { ActionIcon, Group, Skeleton, Text, Tooltip } from '@mantine/core';
import type { SshServer } from '@stellwerk/contracts';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { useNames } from '../api/names';
import { useConfirm, useNotify } from '../ui/confirm';
import { SshServerModal } from './ssh-server-modal';
import { ScrollBox } from '../ui/scroll-box';

/** SSH servers as rows, with their pinned keys; editing opens the form with its connection test. */
export function SshServerTable({ rows, withCustomer }: { rows: readonly SshServer[] | undefined; withCustomer?: boolean }) {
  const t = useTranslations('sshServers');
  const names = useNames();
  const [editing, setEditing] = useState<SshServer | null>(null);
  const mayWrite = useMay('ssh-servers:write');
  if (!rows)
    return (
      <div className="card-pad">
        <Skeleton h={60} />
      </div>
    );
  return (
    <>
      <ScrollBox label={t('title')}>
        <table className="dense" data-testid="ssh-server-table">
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              {withCustomer && <th scope="col">{t('customer')}</th>}
              <th scope="col">{t('address')}</th>
              <th scope="col">{t('credential')}</th>
              <th scope="col">{t('keys')}</th>
              <th scope="col">
                <span className="sr-only">{t('actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((server) => (
              <tr key={server.id} data-testid="ssh-server-row">
                <td style={{ fontWeight: 600 }}>{server.name}</td>
                {withCustomer && <td>{names.tenant(server.tenantId)}</td>}
                <td>
                  <code>
                    {server.username}@{server.host}:{server.port}
                  </code>
                </td>
                <td>
                  <CredentialKind server={server} />
                </td>
                <td>
                  <PinnedKeys server={server} />
                </td>
                <td className="num">
                  {mayWrite && (
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      <Tooltip label={t('edit')}>
                        <ActionIcon
                          variant="subtle"
                          color="gray"
                          onClick={() => setEditing(server)}
                          aria-label={`${t('edit')}: ${server.name}`}
                          data-testid="ssh-server-edit"
                        >
                          <IconPencil size={17} />
                        </ActionIcon>
                      </Tooltip>
                      <DeleteServer server={server} />
                    </Group>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {editing && (
        <SshServerModal tenantId={editing.tenantId} stored={editing} onClose={() => setEditing(null)} onSaved={() => setEditing(null)} />
      )}
    </>
  );
}

function CredentialKind({ server }: { server: SshServer }) {
  const t = useTranslations('sshServer.kinds');
  const kind = server.credentialKind;
  return t.has(kind as 'password') ? t(kind as 'password') : kind;
}

function PinnedKeys({ server }: { server: SshServer }) {
  const t = useTranslations('sshServers');
  if (server.hostKeys.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('noKeys')}
      </Text>
    );
  return server.hostKeys.map((key) => (
    <div key={key.type} style={{ whiteSpace: 'nowrap' }} title={key.fingerprint}>
      <Text span size="xs" c="dimmed">
        {key.type}{' '}
      </Text>
      <code>{key.fingerprint.slice(0, 19)}…</code>
    </div>
  ));
}

function DeleteServer({ server }: { server: SshServer }) {
  const t = useTranslations('sshServers');
  const c = useTranslations('common');
  const confirm = useConfirm();
  const notify = useNotify();
  const remove = useChange(() => api.deleteSshServer({ params: { id: server.id }, ifMatch: server.version }));
  const onConfirm = () =>
    remove.mutate(undefined, { onSuccess: () => notify.done(t('deleted', { name: server.name })), onError: notify.failed });
  return (
    <Tooltip label={c('delete')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        loading={remove.isPending}
        aria-label={`${c('delete')}: ${server.name}`}
        onClick={() => confirm({ title: t('deleteTitle', { name: server.name }), text: t('deleteText'), confirm: c('delete'), onConfirm })}
        data-testid="ssh-server-delete"
      >
        <IconTrash size={17} />
      </ActionIcon>
    </Tooltip>
  );
}
