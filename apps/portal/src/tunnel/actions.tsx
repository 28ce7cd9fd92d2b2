'use client';

import { Button, Menu } from '@mantine/core';
import type { Tunnel } from '@stellwerk/contracts';
import { IconDotsVertical, IconInbox, IconPencil, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { useConfirm, useNotify } from '../ui/confirm';

/** What a person can do with a tunnel. */
export function TunnelActions({ tunnel }: { tunnel: Tunnel }) {
  const t = useTranslations('tunnel');
  const c = useTranslations('common');
  const confirm = useConfirm();
  const notify = useNotify();
  const router = useRouter();
  const may = { operate: useMay('tunnels:operate'), write: useMay('tunnels:write'), ask: useMay('requests:write') };
  const ended = tunnel.status.reason?.code === 'access-ended';
  const at = { params: { id: tunnel.id } };
  const enable = useChange(() => api.enableTunnel(at));
  const disable = useChange(() => api.disableTunnel(at));
  const restart = useChange(() => api.restartTunnel(at));
  const remove = useChange(() => api.deleteTunnel({ ...at, ifMatch: tunnel.version }));
  const run = (action: typeof enable, done: string) =>
    action.mutate(undefined, { onSuccess: () => notify.done(done), onError: notify.failed });
  const askDisable = () =>
    confirm({ title: t('disableTitle'), text: t('disableText'), confirm: t('disable'), onConfirm: () => run(disable, t('disabled')) });
  const askDelete = () =>
    confirm({
      title: t('deleteTitle', { name: tunnel.name }),
      text: t('deleteText', { count: tunnel.mappings.length }),
      confirm: c('delete'),
      onConfirm: () =>
        remove.mutate(undefined, {
          onSuccess: () => {
            notify.done(t('deleted', { name: tunnel.name }));
            router.push(`/pbxs/${tunnel.pbxId}`);
          },
          onError: notify.failed,
        }),
    });
  return (
    <>
      {!may.operate ? null : tunnel.enabled ? (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={restart.isPending}
          onClick={() => run(restart, t('restarted'))}
          data-testid="tunnel-restart"
        >
          {t('restart')}
        </Button>
      ) : ended ? null : (
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={enable.isPending}
          onClick={() => run(enable, t('enabled'))}
          data-testid="tunnel-enable"
        >
          {t('enable')}
        </Button>
      )}
      {may.write && (
        <Button
          component={Link}
          href={`/tunnels/${tunnel.id}/edit`}
          variant="default"
          leftSection={<IconPencil size={16} />}
          data-testid="tunnel-edit"
        >
          {c('edit')}
        </Button>
      )}
      {!may.write && may.ask && (
        <Button
          component={Link}
          href={`/requests/new?tunnel=${tunnel.id}`}
          variant="default"
          leftSection={<IconInbox size={16} />}
          data-testid="tunnel-ask-change"
        >
          {t('askChange')}
        </Button>
      )}
      {may.write && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              variant="default"
              px="xs"
              aria-label={t('moreActions')}
              loading={disable.isPending || remove.isPending}
              data-testid="tunnel-more"
            >
              <IconDotsVertical size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {tunnel.enabled && (
              <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={askDisable} data-testid="tunnel-disable">
                {t('disable')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconTrash size={16} />} className="danger-item" onClick={askDelete} data-testid="tunnel-delete">
              {c('delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
