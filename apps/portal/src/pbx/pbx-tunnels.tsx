'use client';

import { Button, Group, Text } from '@mantine/core';
import type { Pbx, Tunnel } from '@stellwerk/contracts';
import { moduleFacts, type ModuleKey, modulesFor } from '@stellwerk/domain';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMay } from '../api/may';
import { TunnelTable } from '../fleet/tunnel-table';
import { NewRequestButton } from '../requests/requests-page';
import { Empty } from '../ui/empty';
import { Section } from '../ui/section';

/** The tunnels of a PBX under the module that owns them: only there are they edited. */
export function PbxTunnels({ pbx, tunnels }: { pbx: Pbx; tunnels: readonly Tunnel[] | undefined }) {
  const t = useTranslations('pbx');
  const locale = useLocale();
  const may = useMay('tunnels:write');
  const of = (key: ModuleKey) => tunnels?.filter((x) => x.module === key) ?? [];
  const groups = modulesFor(pbx.product).filter((key) => of(key).length > 0);
  return (
    <Section title={t('tunnels')} id="tunnels" flush>
      {tunnels === undefined || groups.length === 0 ? (
        <TunnelTable
          tunnels={tunnels}
          columns={['server']}
          empty={
            <Empty
              title={t('noTunnel')}
              action={
                may ? (
                  <Button component={Link} href={`/tunnels/new?pbx=${pbx.id}`}>
                    {t('newTunnel')}
                  </Button>
                ) : (
                  <NewRequestButton href={`/requests/new?pbx=${pbx.id}`} />
                )
              }
            >
              {t('noTunnelText')}
            </Empty>
          }
        />
      ) : (
        groups.map((key) => (
          <section key={key} aria-label={moduleFacts(key).label[locale]}>
            <Group justify="space-between" px="1.25rem" py={6} style={{ background: 'var(--sw-idle-soft)' }}>
              <Text size="sm" fw={650}>
                {moduleFacts(key).label[locale]}
              </Text>
              {may && (
                <Button component={Link} size="compact-xs" variant="subtle" href={`/tunnels/new?pbx=${pbx.id}&module=${key}`}>
                  {t('newTunnelOf')}
                  <span className="sr-only"> {moduleFacts(key).label[locale]}</span>
                </Button>
              )}
            </Group>
            <TunnelTable tunnels={of(key)} columns={['server']} empty={null} fixed label={moduleFacts(key).label[locale]} />
          </section>
        ))
      )}
    </Section>
  );
}
