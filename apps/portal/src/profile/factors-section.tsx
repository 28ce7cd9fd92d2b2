'use client';

import { Badge, Button, Modal, Skeleton, Text } from '@mantine/core';
import type { Factors, Me } from '@stellwerk/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { PasskeySetup } from '../account/passkey-setup';
import { RecoveryCodes } from '../account/recovery-codes';
import { TotpSetup } from '../account/totp-setup';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { Ago } from '../ui/ago';
import { useConfirm, useNotify } from '../ui/confirm';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { usePasskeysPossible } from '../ui/use-passkeys';
import { useFactors } from './use-factors';

type Dialog = { readonly kind: 'totp' } | { readonly kind: 'passkey' } | { readonly kind: 'codes'; readonly codes: readonly string[] };

/** Authenticator app, passkeys and recovery codes. */
export function FactorsSection({ me }: { me: Me }) {
  const t = useTranslations('factors');
  const c = useTranslations('common');
  const queries = useQueryClient();
  const factors = useFactors();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: ['factors'] });
    void queries.invalidateQueries({ queryKey: ['me'] });
  };
  const onDone = (codes: readonly string[] | null) => {
    refresh();
    setDialog(codes === null ? null : { kind: 'codes', codes });
  };
  // Codes that were never read are worth nothing: they are put away by their own button only.
  const shownOnce = dialog?.kind === 'codes';
  return (
    <Section title={t('title')} id="factors">
      {factors.isError && <ProblemNotice error={factors.error} retry={() => void factors.refetch()} />}
      {factors.isPending && <Skeleton h={160} />}
      {factors.data && (
        <>
          <Text size="sm" c="dimmed" mb="xs">
            {factors.data.required ? t('required') : t('voluntary')}
          </Text>
          <ul className="rows">
            <Totp factors={factors.data} onSetUp={() => setDialog({ kind: 'totp' })} onChanged={refresh} />
            <Passkeys factors={factors.data} onSetUp={() => setDialog({ kind: 'passkey' })} onChanged={refresh} />
            <Codes factors={factors.data} onNew={(codes) => onDone(codes)} />
          </ul>
        </>
      )}
      <Modal
        opened={dialog !== null}
        onClose={() => setDialog(null)}
        title={dialog === null ? '' : t(dialog.kind)}
        closeButtonProps={{ 'aria-label': c('close') }}
        withCloseButton={!shownOnce}
        closeOnEscape={!shownOnce}
        closeOnClickOutside={false}
      >
        {dialog?.kind === 'totp' && <TotpSetup onDone={onDone} onCancel={() => setDialog(null)} />}
        {dialog?.kind === 'passkey' && <PasskeySetup onDone={onDone} onCancel={() => setDialog(null)} />}
        {dialog?.kind === 'codes' && <RecoveryCodes codes={dialog.codes} email={me.email ?? me.name} onDone={() => setDialog(null)} />}
      </Modal>
    </Section>
  );
}

function Row({ title, children, actions, testId }: { title: ReactNode; children: ReactNode; actions: ReactNode; testId: string }) {
  return (
    <li data-testid={testId}>
      <div style={{ minWidth: 0, flex: '1 1 16rem' }}>
        <Text size="sm" fw={600} component="div">
          {title}
        </Text>
        <Text size="sm" c="dimmed" component="div">
          {children}
        </Text>
      </div>
      {actions}
    </li>
  );
}

interface RowProps {
  readonly factors: Factors;
  readonly onSetUp: () => void;
  readonly onChanged: () => void;
}

function Totp({ factors, onSetUp, onChanged }: RowProps) {
  const t = useTranslations('factors');
  const confirm = useConfirm();
  const notify = useNotify();
  const remove = useChange(() => api.removeTotp());
  const onRemove = () =>
    confirm({
      title: t('totpRemoveTitle'),
      text: t('totpRemoveText'),
      confirm: t('remove'),
      onConfirm: () => remove.mutate(undefined, { onSuccess: onChanged, onError: notify.failed }),
    });
  return (
    <Row
      title={t('totp')}
      testId="factor-totp"
      actions={
        factors.totp ? (
          <Button size="xs" variant="default" loading={remove.isPending} onClick={onRemove} data-testid="totp-remove">
            {t('remove')}
          </Button>
        ) : (
          <Button size="xs" variant="light" onClick={onSetUp} data-testid="totp-begin">
            {t('setUp')}
          </Button>
        )
      }
    >
      {factors.totp ? t.rich('totpSince', { when: () => <Ago at={factors.totp?.confirmedAt ?? ''} /> }) : t('totpNone')}
    </Row>
  );
}

function Passkeys({ factors, onSetUp, onChanged }: RowProps) {
  const t = useTranslations('factors');
  const possible = usePasskeysPossible();
  return (
    <>
      <Row
        title={t('passkeys')}
        testId="factor-passkeys"
        actions={
          possible && (
            <Button size="xs" variant="light" onClick={onSetUp} data-testid="passkey-begin">
              {t('addPasskey')}
            </Button>
          )
        }
      >
        {possible ? (factors.passkeys.length === 0 ? t('passkeyNone') : t('passkeySome')) : t('passkeyImpossible')}
      </Row>
      {factors.passkeys.map((passkey) => (
        <PasskeyRow key={passkey.id} passkey={passkey} onChanged={onChanged} />
      ))}
    </>
  );
}

function PasskeyRow({ passkey, onChanged }: { passkey: Factors['passkeys'][number]; onChanged: () => void }) {
  const t = useTranslations('factors');
  const confirm = useConfirm();
  const notify = useNotify();
  const remove = useChange(() => api.removePasskey({ params: { id: passkey.id } }));
  const onRemove = () =>
    confirm({
      title: t('passkeyRemoveTitle', { name: passkey.name }),
      text: t('passkeyRemoveText'),
      confirm: t('remove'),
      onConfirm: () => remove.mutate(undefined, { onSuccess: onChanged, onError: notify.failed }),
    });
  return (
    <Row
      title={
        <>
          {passkey.name}{' '}
          {passkey.backedUp && (
            <Badge size="sm" variant="default" tt="none" title={t('backedUpHint')}>
              {t('backedUp')}
            </Badge>
          )}
        </>
      }
      testId="passkey-row"
      actions={
        <Button
          size="xs"
          variant="default"
          loading={remove.isPending}
          onClick={onRemove}
          aria-label={t('removeNamed', { name: passkey.name })}
          data-testid="passkey-remove"
        >
          {t('remove')}
        </Button>
      }
    >
      {t.rich('madeAt', { when: () => <Ago at={passkey.createdAt} /> })}
      {' · '}
      {passkey.lastUsedAt === null ? t('neverUsed') : t.rich('usedAt', { when: () => <Ago at={passkey.lastUsedAt ?? ''} /> })}
    </Row>
  );
}

function Codes({ factors, onNew }: { factors: Factors; onNew: (codes: readonly string[]) => void }) {
  const t = useTranslations('factors');
  const confirm = useConfirm();
  const notify = useNotify();
  const renew = useChange(() => api.renewRecoveryCodes());
  const onRenew = () => renew.mutate(undefined, { onSuccess: ({ recoveryCodes }) => onNew(recoveryCodes), onError: notify.failed });
  const ask = () => confirm({ title: t('renewTitle'), text: t('renewText'), confirm: t('renew'), onConfirm: onRenew });
  if (factors.totp === null && factors.passkeys.length === 0) return null;
  return (
    <Row
      title={t('codes')}
      testId="factor-codes"
      actions={
        <Button
          size="xs"
          variant="default"
          loading={renew.isPending}
          onClick={factors.recoveryCodesLeft === 0 ? onRenew : ask}
          data-testid="recovery-renew"
        >
          {t('renew')}
        </Button>
      }
    >
      {t('codesLeft', { count: factors.recoveryCodesLeft })}
    </Row>
  );
}
