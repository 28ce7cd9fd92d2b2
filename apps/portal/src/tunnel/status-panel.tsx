'use client';

import { Group, Stack, Text } from '@mantine/core';
import type { Tunnel } from '@stellwerk/contracts';
import { useLocale, useTranslations } from 'next-intl';
import { Ago } from '../ui/ago';
import { CopyLine } from '../ui/copy-line';
import { faultText } from '../ui/fault-text';
import { TUNNEL_TONE, TunnelSignal } from '../ui/signal';
import { HostKeyChange } from './host-key-change';
import { remediesOf } from './remedy';

/** How the tunnel is, why, and what to do about it. */
export function StatusPanel({ tunnel }: { tunnel: Tunnel }) {
  const t = useTranslations('tunnel');
  const locale = useLocale();
  const { status } = tunnel;
  const facts = [
    [t('since'), <Ago key="s" at={status.since} />],
    [t('roundTrip'), status.roundTripMs === null ? '–' : `${Math.round(status.roundTripMs)} ms`],
    [t('worker'), status.worker ? <code key="w">{status.worker}</code> : '–'],
    ...(status.attempts > 0 && status.state !== 'up' ? [[t('attempts'), String(status.attempts)]] : []),
    ...(status.nextAttemptAt ? [[t('nextAttempt'), <Ago key="n" at={status.nextAttemptAt} />]] : []),
  ] as const;
  return (
    <div className="card card-pad" style={{ marginBottom: '1rem' }}>
      <Group gap="xl" align="center">
        <span style={{ fontSize: '1.125rem' }}>
          <TunnelSignal state={status.state} testId="tunnel-state" />
        </span>
        <Group component="dl" gap="xl" m={0}>
          {facts.map(([term, fact]) => (
            <div key={term as string} style={{ minWidth: 84 }}>
              <Text component="dt" size="xs" c="dimmed">
                {term}
              </Text>
              <Text component="dd" size="sm" m={0}>
                {fact}
              </Text>
            </div>
          ))}
        </Group>
      </Group>
      {status.reason && (
        <div
          className={`notice tone-${TUNNEL_TONE[status.state]}`}
          style={{ marginTop: '0.85rem' }}
          data-testid="tunnel-reason"
          data-code={status.reason.code}
        >
          <Text size="sm">{faultText(status.reason, locale)}</Text>
        </div>
      )}
      {status.reason?.code === 'host-key-changed' && <HostKeyChange tunnel={tunnel} reason={status.reason} />}
      {!tunnel.enabled && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('disabledHint')}
        </Text>
      )}
      <Remedies tunnel={tunnel} />
    </div>
  );
}

/** Lines to paste for the tunnel's own reason and for every mapping's, each once. */
function Remedies({ tunnel }: { tunnel: Tunnel }) {
  const t = useTranslations('tunnel');
  const faults = [tunnel.status.reason, ...tunnel.status.mappings.map((m) => m.reason)].filter((f) => f !== null);
  const lines = new Map(faults.flatMap(remediesOf).map((r) => [r.where + r.text, r]));
  if (lines.size === 0) return null;
  return (
    <Stack gap={6} mt="sm" data-testid="tunnel-remedies">
      <Text size="sm" fw={650}>
        {t('remedies')}
      </Text>
      {[...lines.values()].map((r) => (
        <div key={r.where + r.text}>
          <Text size="xs" c="dimmed" mb={2}>
            {t(`where.${r.where}`)}
          </Text>
          <CopyLine text={r.text} testId="remedy" />
        </div>
      ))}
    </Stack>
  );
}
