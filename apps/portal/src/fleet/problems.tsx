'use client';

import { Anchor, Group, Stack, Text } from '@mantine/core';
import type { Tunnel } from '@stellwerk/contracts';
import type { TunnelState } from '@stellwerk/domain';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useNames } from '../api/names';
import { useTunnels } from '../api/queries';
import { Ago } from '../ui/ago';
import { faultText } from '../ui/fault-text';
import { Section } from '../ui/section';
import { TUNNEL_TONE, TunnelSignal } from '../ui/signal';

/** So many of each kind are told one by one; the table below has the rest. */
const SHOWN = 8;

function useTroubled(state: TunnelState) {
  const pages = useTunnels({ state }, SHOWN);
  const first = pages.data?.pages[0];
  // Live patches may have healed a tunnel that the list was asked for.
  return {
    tunnels: (first?.items ?? []).filter((x) => x.status.state === state),
    more: Boolean(first?.nextCursor),
    pending: pages.isPending,
  };
}

/** What needs somebody, worst first, each with its reason and what to do. */
export function Problems() {
  const t = useTranslations('fleet');
  const kinds = [useTroubled('blocked'), useTroubled('degraded'), useTroubled('waiting'), useTroubled('unknown')];
  const tunnels = kinds.flatMap((k) => k.tunnels);
  if (tunnels.length === 0) return <div id="problems" />;
  return (
    <div id="problems" data-testid="problems" style={{ scrollMarginTop: 72 }}>
      <Section title={t('problems')} id="problems-section">
        <Stack gap="xs">
          {tunnels.map((tunnel) => (
            <Problem key={tunnel.id} tunnel={tunnel} />
          ))}
          {kinds.some((k) => k.more) && (
            <Text size="sm" c="dimmed">
              {t('moreProblems')}
            </Text>
          )}
        </Stack>
      </Section>
    </div>
  );
}

function Problem({ tunnel }: { tunnel: Tunnel }) {
  const t = useTranslations('fleet');
  const locale = useLocale();
  const names = useNames();
  const { state, reason, since } = tunnel.status;
  return (
    <div className={`notice tone-${TUNNEL_TONE[state]}`} data-testid="problem-row">
      <Group justify="space-between" gap="xs" align="baseline">
        <Group gap="sm" align="baseline">
          <TunnelSignal state={state} />
          <Link href={`/tunnels/${tunnel.id}`} className="row-link">
            {tunnel.name}
          </Link>
          <Text size="sm" c="dimmed">
            {names.tenant(tunnel.tenantId)} · {names.pbx(tunnel.pbxId)}
          </Text>
        </Group>
        <Text size="xs" c="dimmed">
          <Ago at={since} />
        </Text>
      </Group>
      <Group justify="space-between" gap="md" mt={4} align="flex-end">
        <Text size="sm" maw={900}>
          {reason ? faultText(reason, locale) : t('noReason')}
        </Text>
        <Anchor component={Link} href={`/tunnels/${tunnel.id}`} size="sm" underline="always">
          {t('whatToDo')}
          <span className="sr-only"> {tunnel.name}</span>
        </Anchor>
      </Group>
    </div>
  );
}
