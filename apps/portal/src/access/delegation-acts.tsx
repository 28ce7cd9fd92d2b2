'use client';

import { Button, Group } from '@mantine/core';
import type { Delegation } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useMay, useSide } from '../api/may';
import { useChange } from '../api/mutate';
import { useMe } from '../api/queries';
import { ActForButton } from '../customers/act-for-button';
import { useConfirm, useNotify } from '../ui/confirm';
import { AskForm } from './ask-form';
import { TermsForm } from './terms-form';

/** The customer accepts, declines, changes and takes back; the provider goes in, or gives it up. */
export function DelegationActs({ row, decides }: { row: Delegation; decides: boolean }) {
  const t = useTranslations('access');
  const c = useTranslations('common');
  const mayWrite = useMay('delegations:write');
  const side = useSide();
  const me = useMe().data;
  const confirm = useConfirm();
  const notify = useNotify();
  const [form, setForm] = useState<'accept' | 'replace' | 'ask' | null>(null);
  const at = { params: { id: row.id }, ifMatch: row.version };
  const decline = useChange(() => api.declineDelegation(at));
  const revoke = useChange(() => api.revokeDelegation(at));
  const ask = (act: typeof decline, what: 'decline' | 'revoke' | 'giveUp' | 'withdraw') =>
    confirm({
      title: t(`${what}Title`, { provider: row.grantee.name, customer: row.tenant.name ?? t('unnamed') }),
      text: t(`${what}Text`),
      confirm: t(what),
      onConfirm: () => act.mutate(undefined, { onSuccess: () => notify.done(t('done')), onError: notify.failed }),
    });
  const alive = row.state === 'pending' || row.state === 'active';
  const small = { size: 'xs', variant: 'default' } as const;
  const usable = side === 'provider' && row.state === 'active' && !row.own && me?.role != null && row.roles.includes(me.role);
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      {usable && <ActForButton tenant={row.tenant} />}
      {decides && mayWrite && row.state === 'pending' && (
        <>
          <Button size="xs" onClick={() => setForm('accept')} data-testid="delegation-accept">
            {t('accept')}
          </Button>
          <Button {...small} loading={decline.isPending} onClick={() => ask(decline, 'decline')} data-testid="delegation-decline">
            {t('decline')}
          </Button>
        </>
      )}
      {decides && mayWrite && (row.state === 'active' || row.state === 'expired') && (
        <Button {...small} onClick={() => setForm('replace')} data-testid="delegation-change">
          {c('edit')}
        </Button>
      )}
      {decides && mayWrite && row.state === 'active' && (
        <Button {...small} loading={revoke.isPending} onClick={() => ask(revoke, 'revoke')} data-testid="delegation-revoke">
          {t('revoke')}
        </Button>
      )}
      {!decides && mayWrite && !row.own && alive && (
        <Button
          {...small}
          loading={revoke.isPending}
          onClick={() => ask(revoke, row.state === 'pending' ? 'withdraw' : 'giveUp')}
          data-testid="delegation-give-up"
        >
          {t(row.state === 'pending' ? 'withdraw' : 'giveUp')}
        </Button>
      )}
      {!decides && mayWrite && side === 'provider' && !alive && (
        <Button {...small} onClick={() => setForm('ask')} data-testid="delegation-ask-again">
          {t('askAgain')}
        </Button>
      )}
      {form === 'ask' && <AskForm tenantId={row.tenant.id} onClose={() => setForm(null)} />}
      {form !== null && form !== 'ask' && <TermsForm row={row} act={form} onClose={() => setForm(null)} />}
    </Group>
  );
}
