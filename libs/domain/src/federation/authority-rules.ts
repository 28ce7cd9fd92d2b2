import { authorityOf } from '../certificate/data/caa-identities.js';
import { CA_DEADLINES } from '../certificate/data/ca-deadlines.js';
import type { RuleResult } from '../check/rule-result.js';
import { bridgeParams } from '../certificate/client-auth-options.js';
import { shownName } from '../dns/name.js';
import type { FederationInput } from './federation.js';

export type AuthorityCode = 'authority-without-client-auth' | 'authority-client-auth-ends' | 'authority-end-unknown';

/**
 * FED-07 before there is a certificate: can the intended authority issue what federation needs at all? A certificate is judged by the
 * same rule when it is seen. Where sources contradict each other, the authority counts as over only when the last of them has passed.
 */
export function judgeAuthority(f: FederationInput, now: number): readonly RuleResult<AuthorityCode>[] {
  const rule = 'FED-07';
  const ca = f.intendedCa?.toLowerCase() ?? null;
  if (ca === null) return [];
  const authority = authorityOf(ca) ?? '';
  const claims = CA_DEADLINES.find((row) => row.authority === authority)?.claims ?? [];
  const ends = claims.map((claim) => claim.ends).sort();
  const params = {
    ca,
    authority,
    fqdn: shownName(f.fqdn),
    ends: ends[0]?.slice(0, 10) ?? '',
    last: ends.at(-1)?.slice(0, 10) ?? '',
    sources: claims.map((claim) => `${claim.source.from}: ${claim.ends.slice(0, 10)}`),
    ...bridgeParams(now),
  };
  const last = ends.at(-1);
  if (last === undefined) return [{ rule, status: 'unable-to-tell', code: 'authority-end-unknown', subject: ca, params }];
  if (Date.parse(last) <= now) return [{ rule, status: 'warn', code: 'authority-without-client-auth', subject: ca, params }];
  return [{ rule, status: 'info', code: 'authority-client-auth-ends', subject: ca, params }];
}
