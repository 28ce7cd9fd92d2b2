'use client';

import { Text } from '@mantine/core';
import type { Tunnel } from '@stellwerk/contracts';
import { type Mapping, type MappingStatus, protocolName } from '@stellwerk/domain';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { KindLabel, kindOf } from '../picture/forward-kind';
import { Ago } from '../ui/ago';
import { faultText } from '../ui/fault-text';
import { MappingSignal } from '../ui/signal';
import { bytes } from '../ui/units';
import { ScrollBox } from '../ui/scroll-box';

/** Every mapping as it works now: proven when, how many connections, how many bytes each way. */
export function MappingTable({ tunnel }: { tunnel: Tunnel }) {
  const t = useTranslations('mappingStatus');
  const status = new Map(tunnel.status.mappings.map((m) => [m.id, m]));
  return (
    <ScrollBox label={t('state')}>
      <table className="dense tight" data-testid="mapping-table">
        <thead>
          <tr>
            <th scope="col" style={{ width: 112 }}>
              {t('state')}
            </th>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('way')}</th>
            <th scope="col">{t('kind')}</th>
            <th scope="col" className="num">
              {t('proof')}
            </th>
            <th scope="col" className="num">
              {t('connections')}
            </th>
            <th scope="col" className="num">
              {t('bytesIn')}
            </th>
            <th scope="col" className="num">
              {t('bytesOut')}
            </th>
          </tr>
        </thead>
        <tbody>
          {tunnel.mappings.map((m) => (
            <Row key={m.id} mapping={m} status={status.get(m.id)} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ mapping, status }: { mapping: Mapping; status: MappingStatus | undefined }) {
  const t = useTranslations('mappingStatus');
  const locale = useLocale();
  const format = useFormatter();
  const gateway = mapping.exposure === 'gateway' ? 'row-gateway' : '';
  const reason = status?.reason;
  return (
    <>
      <tr className={`${gateway}${reason ? ' joined' : ''}`} data-testid="mapping-status-row" data-mapping={mapping.id}>
        <td className="top">
          <MappingSignal state={status?.state ?? 'closed'} testId="mapping-state" />
        </td>
        <td className="top" style={{ fontWeight: 600 }}>
          {mapping.name}
        </td>
        <td className="top" style={{ whiteSpace: 'nowrap' }}>
          <Way mapping={mapping} />
        </td>
        <td className="top">
          <KindLabel kind={kindOf(mapping)} />
        </td>
        <td className="num top">
          {status?.probedAt ? <Ago short at={status.probedAt} /> : t('never')}
          <Text size="xs" c="dimmed">
            {protocolName(mapping.protocol)}
          </Text>
        </td>
        <td className="num top" title={t('connectionsTitle')} data-testid="mapping-connections">
          {format.number(status?.connections ?? 0)}
          <Text span size="xs" c="dimmed">
            {' '}
            / {format.number(status?.connectionsTotal ?? 0)}
          </Text>
        </td>
        <td className="num top" data-testid="mapping-bytes-in">
          {bytes(status?.bytesIn ?? 0, locale)}
        </td>
        <td className="num top" data-testid="mapping-bytes-out">
          {bytes(status?.bytesOut ?? 0, locale)}
        </td>
      </tr>
      {reason && (
        <tr className={`${gateway} under`}>
          <td />
          <td colSpan={7}>
            <Text size="sm" maw={900} className="tone-down" c="var(--tone)" data-testid="mapping-reason" data-code={reason.code}>
              {faultText(reason, locale)}
            </Text>
          </td>
        </tr>
      )}
    </>
  );
}

/** Where one connects, and where that leads. */
function Way({ mapping }: { mapping: Mapping }) {
  const t = useTranslations('mappingStatus');
  const pbx = (
    <span>
      <span>{t('pbx')}</span> <code>:{mapping.localPort}</code>
    </span>
  );
  const far = (
    <span>
      <span>{mapping.targetHost ?? t('server')}</span> <code>:{mapping.remotePort}</code>
    </span>
  );
  return mapping.direction === 'outbound' ? (
    <>
      {pbx} → {far}
    </>
  ) : (
    <>
      {far} → {pbx}
    </>
  );
}
