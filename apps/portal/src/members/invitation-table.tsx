'use client';

import { Button, Group } from '@mantine/core';
import type { Invitation } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { Ago } from '../ui/ago';
import { useConfirm, useNotify } from '../ui/confirm';
import { ScrollBox } from '../ui/scroll-box';
import { useRoleName } from '../ui/role-name';

/** Invitations that nobody has accepted yet. */
export function InvitationTable({ rows, mayWrite }: { rows: readonly Invitation[]; mayWrite: boolean }) {
  const t = useTranslations('members');
  return (
    <ScrollBox label={t('invitations')}>
      <table className="dense" data-testid="invitation-table">
        <thead>
          <tr>
            <th scope="col">{t('invitedPerson')}</th>
            <th scope="col">{t('role')}</th>
            <th scope="col">{t('invitedByWhom')}</th>
            <th scope="col">{t('goodUntil')}</th>
            {mayWrite && (
              <th scope="col">
                <span className="sr-only">{t('actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((invitation) => (
            <Row key={invitation.id} invitation={invitation} mayWrite={mayWrite} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ invitation, mayWrite }: { invitation: Invitation; mayWrite: boolean }) {
  const t = useTranslations('members');
  const roleName = useRoleName();
  const { email } = invitation;
  return (
    <tr data-testid="invitation-row" data-state={invitation.state}>
      <td>{email}</td>
      <td>{roleName(invitation.role)}</td>
      <td>{invitation.invitedBy ?? '–'}</td>
      <td>{invitation.state === 'expired' ? t('expired') : <Ago at={invitation.expiresAt} />}</td>
      {mayWrite && (
        <td className="num">
          <Acts invitation={invitation} />
        </td>
      )}
    </tr>
  );
}

function Acts({ invitation: { id, email } }: { invitation: Invitation }) {
  const t = useTranslations('members');
  const confirm = useConfirm();
  const notify = useNotify();
  const resend = useChange(() => api.resendInvitation({ params: { id } }));
  const revoke = useChange(() => api.revokeInvitation({ params: { id } }));
  const onResend = () => resend.mutate(undefined, { onSuccess: () => notify.done(t('resent', { email })), onError: notify.failed });
  const onRevoke = () =>
    confirm({
      title: t('revokeTitle', { email }),
      text: t('revokeText'),
      confirm: t('revoke'),
      onConfirm: () => revoke.mutate(undefined, { onSuccess: () => notify.done(t('revoked')), onError: notify.failed }),
    });
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      <Button size="xs" variant="default" loading={resend.isPending} onClick={onResend} data-testid="invitation-resend">
        {t('resend')}
      </Button>
      <Button size="xs" variant="default" loading={revoke.isPending} onClick={onRevoke} data-testid="invitation-revoke">
        {t('revoke')}
      </Button>
    </Group>
  );
}
