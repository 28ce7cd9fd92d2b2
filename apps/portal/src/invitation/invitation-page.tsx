'use client';

import { Anchor, Skeleton, Text } from '@mantine/core';
import type { InvitationOffer } from '@stellwerk/contracts';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { z } from 'zod';
import { api, rememberMe } from '../api/client';
import { Gate } from '../sign-in/gate';
import { ProblemNotice } from '../ui/problem';
import { AcceptSignedIn } from './accept-signed-in';
import { AcceptWithAccount } from './accept-with-account';
import { useInvitationToken } from './use-token';
import { useRoleName } from '../ui/role-name';
import { useDay } from '../ui/use-day';

export type Offer = z.infer<typeof InvitationOffer>;

/** What an invitation's link leads to: who invites into what, and the ways to accept. */
export function InvitationPage() {
  const t = useTranslations('invitation');
  const token = useInvitationToken();
  const offer = useQuery({
    queryKey: ['invitation-offer', token],
    enabled: typeof token === 'string',
    queryFn: () => api.readInvitation({ body: { token: token ?? '' } }),
    retry: false,
    staleTime: Infinity,
  });
  if (token === null)
    return (
      <Gate title={t('title')}>
        <Text size="sm">{t('noToken')}</Text>
        <ToSignIn />
      </Gate>
    );
  if (offer.isError)
    return (
      <Gate title={t('title')}>
        <ProblemNotice error={offer.error} testId="invitation-problem" />
        <ToSignIn />
      </Gate>
    );
  if (token === undefined || !offer.data)
    return (
      <Gate title={t('title')}>
        <Skeleton h={180} />
      </Gate>
    );
  return (
    <Gate title={t('into', { into: offer.data.tenant ?? offer.data.provider })} wide>
      <OfferFacts offer={offer.data} />
      <Ways offer={offer.data} token={token} />
    </Gate>
  );
}

function OfferFacts({ offer }: { offer: Offer }) {
  const t = useTranslations('invitation');
  const roles = useTranslations('roles');
  const roleName = useRoleName();
  const { moment } = useDay();
  return (
    <div data-testid="invitation-offer">
      <Text size="sm">
        {t.rich(offer.invitedBy === null ? 'invited' : 'invitedBy', {
          by: offer.invitedBy ?? '',
          email: offer.email,
          role: roleName(offer.role),
          strong: (chunks) => <strong>{chunks}</strong>,
        })}
      </Text>
      <Text size="sm" c="dimmed" mt={6}>
        {roles(offer.role)}
      </Text>
      {offer.tenant !== null && (
        <Text size="sm" c="dimmed" mt={6}>
          {t('lookedAfterBy', { provider: offer.provider })}
        </Text>
      )}
      <Text size="xs" c="dimmed" mt={6}>
        {t('until', { until: moment(offer.expiresAt, 'long') })}
      </Text>
    </div>
  );
}

/** Signed in already: accept as that. An account, but no session: sign in first. Neither: make an account. */
function Ways({ offer, token }: { offer: Offer; token: string }) {
  const me = useQuery({ queryKey: ['me'], queryFn: async ({ signal }) => rememberMe(await api.me({}, signal)), retry: false });
  if (me.isPending) return <Skeleton h={120} />;
  if (me.data) return <AcceptSignedIn me={me.data} offer={offer} token={token} />;
  return <AcceptWithAccount offer={offer} token={token} />;
}

function ToSignIn() {
  const t = useTranslations('invitation');
  return (
    <Anchor component={Link} href="/sign-in" size="sm" lh="24px">
      {t('toSignIn')}
    </Anchor>
  );
}
