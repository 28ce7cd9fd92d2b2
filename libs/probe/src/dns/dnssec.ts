import type { DnsIssuanceFacts } from '@stellwerk/domain';
import type { Deadline } from '../deadline.js';
import { askServer, type Server } from './follow.js';
import type { QueryType } from './message.js';

export type SignatureVerdict = DnsIssuanceFacts['dnssec'];

/** What one resolver showed about the signatures of a name. */
export interface ResolverShown {
  /** Whether it validates at all: a name known to be signed came back as authentic. */
  readonly validates: boolean;
  /** `authentic`: AD was set. `refused`: SERVFAIL. `answered`: records or a denial without AD. */
  readonly checked: 'authentic' | 'answered' | 'refused' | 'silent';
  /** The same question with checking disabled (CD): whether the data can be had at all. */
  readonly unchecked: boolean;
}

/**
 * Puts together what the resolvers showed (RFC 4035 §3.2). Bogus is what a validating resolver withholds although it can be had: by itself
 * when told not to check, or from another one. A refusal that checking has nothing to do with says nothing.
 */
export function signatureVerdict(shown: readonly ResolverShown[]): SignatureVerdict {
  if (
    shown.some(
      ({ checked, validates, unchecked }) =>
        checked === 'refused' && validates && (unchecked || shown.some((other) => other.checked === 'answered')),
    )
  )
    return 'bogus';
  if (shown.some(({ checked }) => checked === 'authentic')) return 'secure';
  return shown.some(({ checked, validates }) => checked === 'answered' && validates) ? 'insecure' : 'unable-to-tell';
}

/** What is asked for: the zone's own record, which every zone has, and what an authority looks at before it issues. */
const ASKED = ['SOA', 'A', 'CAA'] as const;
/** The worst of several verdicts. An alias into a zone without signatures does not make one's own zone unsigned. */
const ORDER: readonly SignatureVerdict[] = ['bogus', 'secure', 'insecure', 'unable-to-tell'];

/** Asks every resolver with and without checking. */
export async function judgeSignatures(
  name: string,
  means: { readonly resolvers: readonly Server[]; readonly signedName: string },
  deadline: Deadline,
): Promise<SignatureVerdict> {
  const validating = await Promise.all(
    means.resolvers.map(async (resolver) => {
      const known = await askServer(resolver, { name: means.signedName, type: 'SOA', dnssec: 'validate' }, deadline);
      return { resolver, validates: known.authenticated };
    }),
  );
  const verdicts = await Promise.all(
    ASKED.map(async (type) => signatureVerdict(await Promise.all(validating.map((one) => shownBy(one, { name, type }, deadline))))),
  );
  return ORDER.find((verdict) => verdicts.includes(verdict)) ?? 'unable-to-tell';
}

async function shownBy(
  { resolver, validates }: { readonly resolver: Server; readonly validates: boolean },
  about: { readonly name: string; readonly type: QueryType },
  deadline: Deadline,
): Promise<ResolverShown> {
  const checked = await askServer(resolver, { ...about, dnssec: 'validate' }, deadline);
  if (answered(checked.rcode)) return { validates, checked: checked.authenticated ? 'authentic' : 'answered', unchecked: true };
  if (checked.rcode !== 'SERVFAIL') return { validates, checked: 'silent', unchecked: false };
  const unchecked = await askServer(resolver, { ...about, dnssec: 'unchecked' }, deadline);
  return { validates, checked: 'refused', unchecked: answered(unchecked.rcode) };
}

const answered = (rcode: string): boolean => rcode === 'NOERROR' || rcode === 'NXDOMAIN';
