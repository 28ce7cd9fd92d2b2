import type { Act } from '@stellwerk/domain';
import type { FirstKey, MemberRow } from '@stellwerk/store';

/** What the audit of a provider says first: that it was made, and who owns it. */
export const ownerActs = (provider: string, { id, personId, providerId, name }: MemberRow): Act[] => [
  { action: 'provider.created', providerId, target: { kind: 'provider', id: providerId, name: provider } },
  { action: 'member.added', providerId, target: { kind: 'member', id, name }, personIds: [personId], after: { role: 'owner' } },
];

/** That a machine can sign in, too. */
export const keyActs = ({ id, providerId, serviceAccountId, name, prefix, scopes }: FirstKey): Act[] => {
  const target = { kind: 'service-account', id: serviceAccountId, name };
  return [
    { action: 'service-account.created', providerId, target, after: { scopes } },
    { action: 'api-key.created', providerId, target, after: { keyId: id, prefix } },
  ];
};
