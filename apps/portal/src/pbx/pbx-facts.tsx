'use client';

import type { Pbx } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useNames } from '../api/names';
import { Ago } from '../ui/ago';
import { FactList } from '../ui/fact-list';
import { PRODUCT_NAME } from './products';

export function PbxFacts({ pbx }: { pbx: Pbx }) {
  const t = useTranslations('pbx');
  const names = useNames();
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [t('product'), PRODUCT_NAME[pbx.product]],
    [t('version'), pbx.version ?? t('unknownVersion')],
    [t('edition'), pbx.edition ?? '–'],
    [
      t('access'),
      pbx.access === 'ssh' ? t('accessSsh', { server: pbx.sshServerId ? names.server(pbx.sshServerId) : '–' }) : t('accessNetwork'),
    ],
    ...(pbx.access === 'network'
      ? ([
          [t('address'), <code key="a">{pbx.address}</code>],
          [t('listenAddress'), <code key="l">{pbx.listenAddress}</code>],
        ] as const)
      : []),
    [t('networks'), pbx.networks.length > 0 ? <code key="n">{pbx.networks.join(', ')}</code> : t('noNetworks')],
    [t('edge'), <code key="e">{pbx.edgeId}</code>],
    [t('updated'), <Ago key="u" at={pbx.updatedAt} />],
  ];
  return <FactList facts={facts} />;
}
