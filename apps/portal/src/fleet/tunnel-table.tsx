'use client';

import { Skeleton } from '@mantine/core';
import type { Tunnel } from '@stellwerk/contracts';
import { moduleFacts } from '@stellwerk/domain';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useNames } from '../api/names';
import { Ago } from '../ui/ago';
import { TunnelSignal } from '../ui/signal';
import { ScrollBox } from '../ui/scroll-box';

type Column = 'customer' | 'pbx' | 'server';
const ALL: readonly Column[] = ['customer', 'server'];

interface Props {
  readonly tunnels: readonly Tunnel[] | undefined;
  readonly empty: ReactNode;
  readonly columns?: readonly Column[];
  /** Columns of equal width, so that several tables stand under each other. */
  readonly fixed?: boolean;
  /** What the table is called where several stand on a page. */
  readonly label?: string;
}

/** Tunnels as rows, each two lines high: the module under the name, the PBX under its customer. A page about one of them leaves it out. */
export function TunnelTable({ tunnels, empty, columns = ALL, fixed, label }: Props) {
  const t = useTranslations('tunnelTable');
  if (tunnels?.length === 0) return empty;
  return (
    <ScrollBox label={label ?? t('state')}>
      <table className={`dense${fixed ? ' fixed' : ''}`} data-testid="tunnel-table">
        <thead>
          <tr>
            <th scope="col" style={{ width: fixed ? 240 : 150 }}>
              {t('state')}
            </th>
            <th scope="col">{t('name')}</th>
            {columns.map((c) => (
              <th key={c} scope="col">
                {c === 'customer' ? t('customerPbx') : t(c)}
              </th>
            ))}
            <th scope="col" className="num">
              {t('mappings')}
            </th>
            <th scope="col" className="num">
              {t('roundTrip')}
            </th>
            <th scope="col" className="num">
              {t('since')}
            </th>
          </tr>
        </thead>
        <tbody>
          {tunnels ? tunnels.map((x) => <Row key={x.id} tunnel={x} columns={columns} />) : <Loading columns={columns.length + 5} />}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ tunnel, columns }: { tunnel: Tunnel; columns: readonly Column[] }) {
  const locale = useLocale();
  const t = useTranslations('tunnelTable');
  const cells = useCells();
  const { status } = tunnel;
  const up = status.mappings.filter((m) => m.state === 'up').length;
  return (
    <tr data-testid="tunnel-row" data-tunnel={tunnel.id}>
      <td>
        <TunnelSignal state={status.state} testId="row-state" />
      </td>
      <td>
        <Link className="row-link" href={`/tunnels/${tunnel.id}`}>
          {tunnel.name}
        </Link>
        {columns.length > 1 && <span className="second-line">{moduleFacts(tunnel.module).label[locale]}</span>}
      </td>
      {columns.map((c) => (
        <td key={c} className="short">
          {cells[c](tunnel)}
        </td>
      ))}
      <td className="num" title={t('mappingsTitle', { up, total: tunnel.mappings.length })}>
        {up}/{tunnel.mappings.length}
      </td>
      <td className="num">{status.roundTripMs === null ? '–' : `${Math.round(status.roundTripMs)}\u00a0ms`}</td>
      <td className="num">
        <Ago short at={status.since} />
      </td>
    </tr>
  );
}

function useCells(): Readonly<Record<Column, (tunnel: Tunnel) => ReactNode>> {
  const names = useNames();
  return {
    customer: (x) => (
      <>
        <Link className="row-link quiet" href={`/customers/${x.tenantId}`}>
          {names.tenant(x.tenantId)}
        </Link>
        <Link className="row-link quiet second-line" href={`/pbxs/${x.pbxId}`}>
          {names.pbx(x.pbxId)}
        </Link>
      </>
    ),
    pbx: (x) => (
      <Link className="row-link quiet" href={`/pbxs/${x.pbxId}`}>
        {names.pbx(x.pbxId)}
      </Link>
    ),
    server: (x) => names.server(x.sshServerId),
  };
}

function Loading({ columns }: { columns: number }) {
  return Array.from({ length: 5 }, (_, row) => (
    <tr key={row} aria-hidden>
      {Array.from({ length: columns }, (_, cell) => (
        <td key={cell}>
          <Skeleton h={18} w={cell === 1 ? 180 : 70} />
        </td>
      ))}
    </tr>
  ));
}
