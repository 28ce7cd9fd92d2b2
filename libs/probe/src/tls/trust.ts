import { setImmediate as turn } from 'node:timers/promises';
import { type CertificateFacts, EKU_ANY, EKU_SERVER_AUTH, type TrustFacts } from '@stellwerk/domain';
import type { Hashed } from '../certificate/hash.js';
import { isSignedBy } from '../certificate/issue.js';
import { readCertificate } from '../certificate/read.js';
import { type Programme, PROGRAMMES, type Root, type Roots, shippedRoots } from './roots.js';

/** A certificate with its bytes. */
export interface Held extends Hashed {
  readonly facts: CertificateFacts;
}

/**
 * So much work is done for the signatures of one chain: 32 certificates that all name each other as issuer would be without end. A unit is
 * what a key of RSA-2048 or P-256 costs, some tenths of a millisecond; an honest chain needs about a dozen.
 */
const WORK_MAX = 64;
const DEPTH_MAX = 10;

/** What verifying with a key costs. Roots are ours: none of them is slow. */
const workOf = (issuer: Hashed & { readonly facts?: CertificateFacts }): number => {
  const { keyType, keyBits } = issuer.facts ?? { keyType: 'rsa', keyBits: 2_048 };
  const bits = keyBits ?? 0;
  if (keyType === 'rsa' || keyType === 'dsa') return Math.max(1, (bits / 2_048) ** 2);
  return bits > 384 ? 12 : bits > 256 ? 4 : 1;
};

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** Those of them that can be read, in their order. */
export const hold = (chain: readonly Uint8Array[]): readonly Held[] =>
  chain.flatMap((der) => {
    const read = readCertificate(der);
    return read.ok ? [{ der: asBuffer(der), sha256: read.value.sha256, facts: read.value }] : [];
  });

/** Names are compared as people read them, in lower case: authorities re-encode theirs. Who really issued is for the signature to say. */
const nameKey = (name: string): string => name.toLowerCase();

/** May issue certificates for servers: an authority (RFC 5280 §4.2.1.9), allowed to sign, and not confined to other purposes. */
const mayIssue = ({ isCa, keyUsage, extendedKeyUsage }: CertificateFacts): boolean =>
  isCa &&
  (keyUsage === null || keyUsage.includes('keyCertSign')) &&
  (extendedKeyUsage === null || extendedKeyUsage.includes(EKU_SERVER_AUTH) || extendedKeyUsage.includes(EKU_ANY));

type Problem = TrustFacts['problem'];
/** The more it says, the earlier. */
const TELLING: readonly Problem[] = ['expired-intermediate', 'unknown-root', 'bad-signature', 'incomplete-chain'];

/** Looks for a way from a certificate to a root of one programme. */
class Search {
  private work = 0;
  readonly problems = new Set<Problem>();
  /** Where the longest way ended without a root. */
  end: Held | null = null;

  constructor(
    private readonly sent: readonly Held[],
    private readonly roots: Roots,
    private readonly programme: Programme,
    private readonly now: Date,
  ) {}

  from(at: Held, way: readonly Held[] = []): Root | null {
    const itself = this.roots.byHash.get(at.facts.sha256);
    if (itself?.programmes.includes(this.programme) === true) return this.current(itself.notAfter) ? itself : null;
    const issuer = nameKey(at.facts.issuer);
    for (const root of this.roots.bySubject.get(issuer) ?? []) {
      if (!this.signed(at, root)) continue;
      if (!root.programmes.includes(this.programme)) this.problems.add('unknown-root');
      else if (this.current(root.notAfter)) return root;
    }
    const walked = [...way, at];
    let further = false;
    for (const next of walked.length < DEPTH_MAX ? this.sent : []) {
      if (nameKey(next.facts.subject) !== issuer || walked.some(({ facts }) => facts.sha256 === next.facts.sha256)) continue;
      if (!mayIssue(next.facts)) continue;
      if (!this.signed(at, next)) {
        this.problems.add('bad-signature');
        continue;
      }
      further = true;
      if (!this.current(next.facts.notAfter) || Date.parse(next.facts.notBefore) > this.now.getTime()) continue;
      const root = this.from(next, walked);
      if (root !== null) return root;
    }
    if (!further) this.end = at;
    if (!further) this.problems.add(at.facts.selfSigned ? 'unknown-root' : 'incomplete-chain');
    return null;
  }

  /** `notAfter` is the last valid second (RFC 5280 §4.1.2.5). */
  private current(notAfter: string): boolean {
    const valid = this.now.getTime() < Date.parse(notAfter) + 1_000;
    if (!valid) this.problems.add('expired-intermediate');
    return valid;
  }

  private signed(certificate: Held, issuer: Held | Root): boolean {
    this.work += workOf(issuer);
    return this.work <= WORK_MAX && isSignedBy(certificate, issuer);
  }
}

/**
 * Whether a chain leads to a root of Mozilla's and of Microsoft's list, judged by signatures, validity and the right to issue; the leaf's
 * own validity, name and purpose are other rules'. Name constraints are not looked at.
 * @param chain DER, the leaf first, the others in any order
 * @param now when it is judged
 * @param roots the lists; those of this release unless told
 */
export function judgeTrust(chain: readonly Uint8Array[], now: Date, roots: Roots = shippedRoots()): readonly TrustFacts[] {
  const [leaf, ...others] = chain;
  // A leaf that cannot be read leads nowhere, whatever came with it.
  const first = leaf === undefined ? [] : hold([leaf]);
  return judgeHeld(first.length === 0 ? [] : [...first, ...hold(others)], now, roots);
}

/** The same for certificates that were read already; none: nothing that could lead anywhere. */
export function judgeHeld(held: readonly Held[], now: Date, roots: Roots = shippedRoots()): readonly TrustFacts[] {
  const leaf = held[0];
  return PROGRAMMES.map((programme) => {
    const said = { programme, list: roots.lists[programme] };
    if (leaf === undefined) return { ...said, trusted: false, root: null, problem: 'incomplete-chain' };
    const search = new Search(held, roots, programme, now);
    const root = search.from(leaf);
    if (root !== null) return { ...said, trusted: true, root: root.name, problem: null };
    const problem = leaf.facts.selfSigned ? 'self-signed' : (TELLING.find((one) => search.problems.has(one)) ?? 'incomplete-chain');
    return { ...said, trusted: false, root: search.end?.facts.selfSigned === true ? search.end.facts.subject : null, problem };
  });
}

/** The certificate that signed the first one of a chain: among the others, or a root of the lists; null where it is neither. */
export function issuerOf(chain: readonly Uint8Array[], roots: Roots = shippedRoots()): Buffer | null {
  const [leaf, ...others] = hold(chain);
  if (leaf === undefined) return null;
  const issuer = nameKey(leaf.facts.issuer);
  const sent = others.filter(({ facts }) => nameKey(facts.subject) === issuer);
  const candidates: readonly (Held | Root)[] = [...sent, ...(roots.bySubject.get(issuer) ?? [])];
  let work = 0;
  return candidates.find((one) => (work += workOf(one)) <= WORK_MAX && isSignedBy(leaf, one))?.der ?? null;
}

/**
 * Reads the certificates of a chain and looks at each signature by the next one, with a pause after each: whoever sends a chain decides what
 * that costs. What is judged of the chain afterwards finds it done.
 */
export async function acquaint(chain: readonly Uint8Array[]): Promise<void> {
  for (let i = 0; i < chain.length; i += 1) {
    isOrdered(hold(chain.slice(i, i + 2)));
    await turn();
  }
}

/** Each certificate is signed by the next one. */
export const isOrdered = (chain: readonly Held[]): boolean =>
  chain.every((one, i) => {
    const next = chain[i + 1];
    return next === undefined || (nameKey(one.facts.issuer) === nameKey(next.facts.subject) && isSignedBy(one, next));
  });
