'use client';

import { Anchor, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import type { Me, Proof } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { answerProof, passkeysPossible } from '../api/passkey';
import { ProblemNotice } from './problem';

export type ProofKind = Proof['kind'];

/** The ways of proving that this person has and this browser can, the easiest first. */
export function proofKinds(factors: Me['secondFactors'], hasPassword: boolean, passkeys = passkeysPossible()): ProofKind[] {
  return [
    ...(factors.includes('passkey') && passkeys ? (['passkey'] as const) : []),
    ...(factors.includes('totp') ? (['totp'] as const) : []),
    ...(hasPassword ? (['password'] as const) : []),
    ...(factors.includes('recovery-code') ? (['recovery-code'] as const) : []),
  ];
}

interface Props {
  readonly kinds: readonly [ProofKind, ...ProofKind[]];
  /** Takes the proof to the API; rejects when it was wrong. */
  readonly onProof: (proof: Proof) => Promise<void>;
  readonly submit: string;
  readonly onCancel?: () => void;
}

/** One field for one way of proving to be there, and the other ways below it. */
export function ProofForm({ kinds, onProof, submit, onCancel }: Props) {
  const t = useTranslations('proof');
  const c = useTranslations('common');
  const [kind, setKind] = useState<ProofKind>(kinds[0]);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const send = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await onProof(kind === 'passkey' ? { kind, ...(await answerProof()) } : typed(kind, text));
    } catch (error) {
      setRefusal(error);
      setText('');
    } finally {
      setBusy(false);
    }
  };
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation();
    void send();
  };
  const choose = (next: ProofKind) => {
    setKind(next);
    setText('');
    setRefusal(null);
  };
  const others = kinds.filter((other) => other !== kind);
  return (
    <form onSubmit={onSubmit} noValidate data-testid="proof-form" data-kind={kind}>
      <Stack gap="md">
        {refusal !== null && <ProblemNotice error={refusal} testId="proof-problem" />}
        <ProofField key={kind} kind={kind} text={text} onText={setText} />
        <Group justify="flex-end">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {c('cancel')}
            </Button>
          )}
          <Button
            type="submit"
            loading={busy}
            disabled={kind !== 'passkey' && text.trim() === ''}
            leftSection={kind === 'passkey' ? <IconFingerprint size={18} aria-hidden /> : undefined}
            fullWidth={!onCancel}
            data-testid="proof-submit"
          >
            {kind === 'passkey' ? t('usePasskey') : submit}
          </Button>
        </Group>
        {others.length > 0 && (
          <Stack gap={4} align="flex-start">
            <Text size="xs" c="dimmed">
              {t('otherWays')}
            </Text>
            {others.map((other) => (
              <Anchor
                key={other}
                component="button"
                type="button"
                size="sm"
                lh="24px"
                onClick={() => choose(other)}
                data-testid={`proof-${other}`}
              >
                {t(`way.${other}`)}
              </Anchor>
            ))}
          </Stack>
        )}
      </Stack>
    </form>
  );
}

const typed = (kind: Exclude<ProofKind, 'passkey'>, text: string): Proof =>
  kind === 'password' ? { kind, password: text } : { kind, code: kind === 'totp' ? text.replace(/\s/g, '') : text.trim() };

function ProofField({ kind, text, onText }: { kind: ProofKind; text: string; onText: (text: string) => void }): ReactNode {
  const t = useTranslations('proof');
  const s = useTranslations('signIn');
  const common = {
    value: text,
    onChange: (e: { currentTarget: { value: string } }) => onText(e.currentTarget.value),
    'data-autofocus': true,
    autoFocus: true,
    'data-testid': 'proof-input',
  };
  if (kind === 'passkey') return <Text size="sm">{t('passkeyHint')}</Text>;
  if (kind === 'password')
    return (
      <PasswordInput
        {...common}
        label={s('password')}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': s('showPassword') }}
      />
    );
  if (kind === 'totp') return <CodeInput value={text} onChange={common.onChange} testId="proof-input" autoFocus />;
  return (
    <TextInput {...common} label={t('recoveryCode')} description={t('recoveryHint')} autoComplete="off" spellCheck={false} ff="monospace" />
  );
}

interface CodeProps {
  readonly value: string;
  readonly onChange: (event: { currentTarget: { value: string } }) => void;
  readonly description?: string;
  readonly autoFocus?: boolean;
  readonly testId: string;
}

/** Six digits of an authenticator app, filled in by browsers that can. */
export function CodeInput({ value, onChange, description, autoFocus, testId }: CodeProps) {
  const t = useTranslations('proof');
  return (
    <TextInput
      value={value}
      onChange={onChange}
      autoFocus={autoFocus}
      data-autofocus={autoFocus}
      data-testid={testId}
      label={t('code')}
      description={description ?? t('codeHint')}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={7}
      placeholder="000000"
      styles={{ input: { letterSpacing: '0.25em', fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '1.1rem' } }}
    />
  );
}
