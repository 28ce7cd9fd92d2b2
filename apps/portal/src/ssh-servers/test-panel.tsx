'use client';

import { Badge, Button, Group, Loader, Stack, Text } from '@mantine/core';
import type { SshServerTest } from '@stellwerk/contracts';
import { IconFingerprint, IconRefresh } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'next-intl';
import { ProblemNotice } from '../ui/problem';
import { SignalGlyph } from '../ui/signal';
import type { ConnectionTest } from './use-connection-test';

type Step = SshServerTest['steps'][number];
const STEPS: readonly Step['step'][] = ['name', 'port', 'banner', 'host-keys', 'credentials', 'forwarding'];

interface Props {
  readonly test: ConnectionTest;
  readonly confirmed: string;
  readonly onConfirm: (fingerprint: string) => void;
}

/** The connection test as it runs: each step with what was found, then the keys to compare. */
export function TestPanel({ test, confirmed, onConfirm }: Props) {
  const t = useTranslations('sshTest');
  const { result, running, error } = test;
  const steps = new Map(result?.steps.map((s) => [s.step, s]));
  return (
    <div className="card card-pad" aria-busy={running} data-testid="ssh-test" data-successful={result?.successful ?? false}>
      <Group justify="space-between" mb="xs" mih={30}>
        <Group gap="xs">
          <Text fw={650}>{t('title')}</Text>
          {running && <Loader size={16} aria-label={t('running')} />}
        </Group>
        {(result !== null || error !== null) && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconRefresh size={14} />}
            onClick={test.again}
            disabled={running}
            data-testid="ssh-test-again"
          >
            {t('again')}
          </Button>
        )}
      </Group>
      <div aria-live="polite">
        {error !== null && <ProblemNotice error={error} testId="ssh-test-problem" />}
        {!result && !running && error === null && (
          <Text size="sm" c="dimmed">
            {t('waiting')}
          </Text>
        )}
        {(result !== null || running) && (
          <Stack gap={6} component="ol" style={{ listStyle: 'none', margin: 0, padding: 0, opacity: running ? 0.6 : 1 }}>
            {STEPS.map((step) => (
              <StepLine key={step} step={step} found={steps.get(step)} />
            ))}
          </Stack>
        )}
        {result?.successful && (
          <Text size="sm" fw={650} className="tone-up" c="var(--tone)" mt="xs" data-testid="ssh-test-passed">
            {t('successful')}
          </Text>
        )}
      </div>
      {result && result.hostKeys.length > 0 && <HostKeys keys={result.hostKeys} confirmed={confirmed} onConfirm={onConfirm} />}
    </div>
  );
}

function StepLine({ step, found }: { step: Step['step']; found: Step | undefined }) {
  const t = useTranslations('sshTest');
  const format = useFormatter();
  const state = found?.state ?? 'skipped';
  const tone = { passed: 'up', failed: 'down', skipped: 'idle' }[state];
  const glyph = { passed: 'up', failed: 'failing', skipped: 'stopped' }[state] as 'up' | 'failing' | 'stopped';
  return (
    <li
      className={`tone-${tone}`}
      style={{ display: 'grid', gridTemplateColumns: '18px 1fr', gap: 8 }}
      data-testid={`ssh-test-${step}`}
      data-state={state}
    >
      <span style={{ color: 'var(--tone)', paddingTop: 2 }}>
        <SignalGlyph state={glyph} size={16} />
      </span>
      <div>
        <Text size="sm" fw={600} span>
          {t(`step.${step}`)}
        </Text>
        <Text size="xs" c="dimmed" span ml={6}>
          {t(`state.${state}`)}
          {found?.tookMs !== null && found?.tookMs !== undefined && ` · ${format.number(Math.round(found.tookMs))} ms`}
        </Text>
        {found && found.text !== '' && (
          <Text size="sm" c={state === 'failed' ? 'var(--tone)' : 'dimmed'} style={{ overflowWrap: 'anywhere' }}>
            {found.text}
          </Text>
        )}
      </div>
    </li>
  );
}

function HostKeys({ keys, confirmed, onConfirm }: { keys: SshServerTest['hostKeys'] } & Pick<Props, 'confirmed' | 'onConfirm'>) {
  const t = useTranslations('sshTest');
  const known = keys.some((key) => key.matches === true);
  return (
    <div style={{ marginTop: 12 }}>
      <Text size="sm" fw={650} mb={4}>
        {t('keys')}
      </Text>
      {!known && (
        <div className="notice tone-attention" style={{ marginBottom: 8 }}>
          <Text size="sm">{t('confirmHint')}</Text>
        </div>
      )}
      <Stack gap={6}>
        {keys.map((key) => (
          <div key={key.fingerprint} data-testid="host-key" data-type={key.type}>
            <Group justify="space-between" gap="xs" mih={26}>
              <Text size="xs" c="dimmed">
                {key.type}
                {key.bits ? ` · ${key.bits} bit` : ''}
              </Text>
              {key.matches === true || key.fingerprint === confirmed ? (
                <Badge variant="light" color="teal.9" className="key-known">
                  {key.fingerprint === confirmed ? t('confirmed') : t('pinned')}
                </Badge>
              ) : key.matches === false && known ? (
                <Text size="xs" c="dimmed">
                  {t('notPinned')}
                </Text>
              ) : (
                <Button
                  size="compact-sm"
                  variant="light"
                  leftSection={<IconFingerprint size={14} />}
                  onClick={() => onConfirm(key.fingerprint)}
                  data-testid="host-key-confirm"
                  data-type={key.type}
                >
                  {t('confirm')}
                </Button>
              )}
            </Group>
            <code style={{ overflowWrap: 'anywhere', fontSize: 13 }}>{key.fingerprint}</code>
          </div>
        ))}
      </Stack>
    </div>
  );
}
