'use client';

import { SegmentedControl, Stack } from '@mantine/core';
import type { Pbx, Tunnel } from '@stellwerk/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useSshServers } from '../api/queries';
import { KindLabel, kindOf } from '../picture/forward-kind';
import { pictureOf } from '../picture/model';
import { TunnelPicture } from '../picture/tunnel-picture';
import { MappingSignal } from '../ui/signal';
import { PRODUCT_NAME } from './products';
import { ScrollBox } from '../ui/scroll-box';

/** All tunnels of a PBX as a picture, or as the table that says the same. */
export function PbxPicture({ pbx, tunnels }: { pbx: Pbx; tunnels: readonly Tunnel[] }) {
  const t = useTranslations('picture');
  const { data: servers } = useSshServers();
  const [view, setView] = useState('picture');
  const input = useMemo(
    () => ({
      pbx: { name: pbx.name, detail: PRODUCT_NAME[pbx.product] },
      tunnels: tunnels.map((x) =>
        pictureOf(
          x,
          servers?.find((s) => s.id === x.sshServerId),
        ),
      ),
    }),
    [pbx, tunnels, servers],
  );
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        aria-label={t('view')}
        value={view}
        onChange={setView}
        data={['picture', 'table'].map((value) => ({ value, label: t(value as 'picture') }))}
        data-testid="picture-view"
      />
      {view === 'picture' ? (
        <TunnelPicture input={input} label={t('labelPbx', { name: pbx.name, count: tunnels.length })} />
      ) : (
        <PictureTable tunnels={tunnels} servers={servers ?? []} />
      )}
    </Stack>
  );
}

function PictureTable({
  tunnels,
  servers,
}: {
  tunnels: readonly Tunnel[];
  servers: readonly { id: string; name: string; host: string; port: number }[];
}) {
  const t = useTranslations('picture');
  const rows = tunnels.flatMap((tunnel) =>
    tunnel.mappings.map((mapping) => ({ tunnel, mapping, server: servers.find((s) => s.id === tunnel.sshServerId) })),
  );
  return (
    <ScrollBox label={t('table')}>
      <table className="dense" data-testid="picture-table">
        <thead>
          <tr>
            <th scope="col">{t('tunnel')}</th>
            <th scope="col">{t('mapping')}</th>
            <th scope="col" className="num">
              {t('localPort')}
            </th>
            <th scope="col">{t('kind')}</th>
            <th scope="col">{t('server')}</th>
            <th scope="col" className="num">
              {t('remotePort')}
            </th>
            <th scope="col">{t('target')}</th>
            <th scope="col">{t('state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ tunnel, mapping, server }) => (
            <tr key={mapping.id} className={mapping.exposure === 'gateway' ? 'row-gateway' : undefined}>
              <td>
                <Link className="row-link" href={`/tunnels/${tunnel.id}`}>
                  {tunnel.name}
                </Link>
              </td>
              <td>{mapping.name}</td>
              <td className="num">
                <code>{mapping.localPort}</code>
              </td>
              <td>
                <KindLabel kind={kindOf(mapping)} />
              </td>
              <td>{server ? server.name : '…'}</td>
              <td className="num">
                <code>{mapping.remotePort}</code>
              </td>
              <td>{mapping.direction === 'inbound' ? '–' : (mapping.targetHost ?? t('serverItself'))}</td>
              <td>
                <MappingSignal state={tunnel.status.mappings.find((m) => m.id === mapping.id)?.state ?? 'closed'} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
