'use client';

import { Skeleton } from '@mantine/core';
import type { Pbx } from '@stellwerk/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CountsCell } from '../ui/counts';
import { PRODUCT_NAME } from './products';
import { ScrollBox } from '../ui/scroll-box';

export function PbxTable({ rows }: { rows: readonly Pbx[] | undefined }) {
  const t = useTranslations('pbx');
  if (!rows)
    return (
      <div className="card-pad">
        <Skeleton h={60} />
      </div>
    );
  return (
    <ScrollBox label={t('name')}>
      <table className="dense" data-testid="pbx-table">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('product')}</th>
            <th scope="col">{t('version')}</th>
            <th scope="col">{t('address')}</th>
            <th scope="col">{t('tunnels')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((pbx) => (
            <tr key={pbx.id} data-testid="pbx-row">
              <td>
                <Link className="row-link" href={`/pbxs/${pbx.id}`}>
                  {pbx.name}
                </Link>
              </td>
              <td>{PRODUCT_NAME[pbx.product]}</td>
              <td>{pbx.version ?? '–'}</td>
              <td>{pbx.access === 'ssh' ? t('viaSsh') : <code>{pbx.address}</code>}</td>
              <td>
                <CountsCell counts={pbx.tunnels} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
