'use client';

import { Button, TextInput } from '@mantine/core';
import type { Side } from '@stellwerk/domain';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { parseAsBoolean, parseAsString, useQueryState } from 'nuqs';
import { useMay } from '../api/may';
import { useInvitations, useMembers } from '../api/people-queries';
import { Empty } from '../ui/empty';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { InvitationTable } from './invitation-table';
import { InviteForm } from './invite-form';
import { MemberTable } from './member-table';
import { RolesHelp } from './roles-help';

export interface PeopleProps {
  /** Of which customer; undefined: of the caller's own side. */
  readonly tenantId: string | undefined;
  /** Whose people they are, hence which roles they can have. */
  readonly side: Side;
}

/** Members and open invitations of one side. */
export function People({ tenantId, side }: PeopleProps) {
  const t = useTranslations('members');
  const members = useMembers(tenantId);
  const invitations = useInvitations(tenantId);
  const mayWrite = useMay('members:write');
  const [search, setSearch] = useQueryState('search', parseAsString.withDefault(''));
  const [inviting, setInviting] = useQueryState('invite', parseAsBoolean.withDefault(false));
  const wanted = search.trim().toLocaleLowerCase();
  const found = members.data?.filter(({ person }) => `${person.name} ${person.email}`.toLocaleLowerCase().includes(wanted));
  const open = invitations.data?.filter(({ state }) => state === 'open' || state === 'expired');
  const invite = mayWrite && (
    <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => void setInviting(true)} data-testid="invite">
      {t('invite')}
    </Button>
  );
  return (
    <>
      <Section title={t('members')} flush id="members" actions={invite}>
        {members.isError && <ProblemNotice error={members.error} retry={() => void members.refetch()} />}
        {(members.data?.length ?? 0) > 5 && (
          <div style={{ padding: '0 1.25rem 0.75rem' }}>
            <TextInput
              size="sm"
              maw={320}
              type="search"
              value={search}
              onChange={(e) => void setSearch(e.currentTarget.value || null)}
              aria-label={t('search')}
              placeholder={t('search')}
              leftSection={<IconSearch size={14} aria-hidden />}
              data-testid="member-search"
            />
          </div>
        )}
        {members.data?.length === 0 ? (
          <Empty title={t('none')}>{mayWrite ? t('noneText') : undefined}</Empty>
        ) : found?.length === 0 ? (
          <Empty title={t('noMatch')} />
        ) : (
          !members.isError && <MemberTable rows={found} side={side} />
        )}
      </Section>
      {invitations.isError && <ProblemNotice error={invitations.error} retry={() => void invitations.refetch()} />}
      {open && open.length > 0 && (
        <Section title={t('invitations')} flush id="invitations">
          <InvitationTable rows={open} mayWrite={mayWrite} />
        </Section>
      )}
      <RolesHelp side={side} />
      {inviting && mayWrite && <InviteForm tenantId={tenantId} side={side} onClose={() => void setInviting(null)} />}
    </>
  );
}
