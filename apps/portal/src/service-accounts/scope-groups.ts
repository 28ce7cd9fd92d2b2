import { type AccessScope, SCOPES } from '@stellwerk/domain';

export const SCOPE_GROUPS = ['systems', 'checks', 'customers', 'requests', 'administration'] as const;
export type ScopeGroup = (typeof SCOPE_GROUPS)[number];

/** Where a scope's resource stands in the form; what is not named here is administration. */
const GROUP_OF: Readonly<Record<string, ScopeGroup>> = {
  tunnels: 'systems',
  pbxs: 'systems',
  'ssh-servers': 'systems',
  checks: 'checks',
  tenants: 'customers',
  usage: 'customers',
  requests: 'requests',
  'request-policies': 'requests',
};

const groupOf = (scope: AccessScope): ScopeGroup => GROUP_OF[scope.split(':')[0] ?? ''] ?? 'administration';

/** Every scope there is, group by group. */
export const scopesByGroup = (): readonly { readonly group: ScopeGroup; readonly scopes: readonly AccessScope[] }[] =>
  SCOPE_GROUPS.map((group) => ({ group, scopes: SCOPES.filter((scope) => groupOf(scope) === group) }));

/** Whoever writes also reads: without it, an answer to a write could not be understood. */
export function withReading(scopes: readonly AccessScope[]): AccessScope[] {
  const reading = scopes.map((scope) => `${scope.split(':')[0] ?? ''}:read`);
  return SCOPES.filter((scope) => scopes.includes(scope) || reading.includes(scope));
}
