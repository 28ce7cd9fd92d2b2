import type { DnsIssuanceFacts } from '@stellwerk/domain';
import type { Deadline } from '../deadline.js';
import { askServer, type Server } from './follow.js';

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

/** Asks every resolver for the name's own zone record with and without checking. SOA: every zone has one, so that a plain denial comes with proof, too. */
export async function judgeSignatures(
  name: string,
  means: { readonly resolvers: readonly Server[]; readonly signedName: string },
  deadline: Deadline,
): Promise<SignatureVerdict> {
  const ask = (resolver: Server, about: string, dnssec: 'validate' | 'unchecked') =>
    askServer(resolver, { name: about, type: 'SOA', dnssec }, deadline);
  const shown = await Promise.all(
    means.resolvers.map(async (resolver): Promise<ResolverShown> => {
      const [known, checked] = await Promise.all([ask(resolver, means.signedName, 'validate'), ask(resolver, name, 'validate')]);
      const validates = known.authenticated;
      if (answered(checked.rcode)) return { validates, checked: checked.authenticated ? 'authentic' : 'answered', unchecked: true };
      if (checked.rcode !== 'SERVFAIL') return { validates, checked: 'silent', unchecked: false };
      return { validates, checked: 'refused', unchecked: answered((await ask(resolver, name, 'unchecked')).rcode) };
    }),
  );
  return signatureVerdict(shown);
}

const answered = (rcode: string): boolean => rcode === 'NOERROR' || rcode === 'NXDOMAIN';
