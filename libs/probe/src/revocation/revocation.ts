import type { RevocationFacts } from '@stellwerk/domain';
import { readCertificate } from '../certificate/read.js';
import { orWhenAborted } from '../deadline.js';
import type { Dialer } from '../dialer.js';
import { download } from '../download.js';
import { Malformed } from '../malformed.js';
import { type Crl, type Entry, findEntry, isSignedBy, readCrl } from './crl.js';
import { Shelf } from './shelf.js';
import { type Identity, identityOf } from '../certificate/identity.js';

export interface RevocationOptions {
  readonly dialer: Pick<Dialer, 'connect'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Of one list; 10 MiB unless told. Public authorities split theirs well below that. */
  readonly maxBytes?: number;
  /** From the call to a list's last byte; 10,000 ms unless told. */
  readonly timeoutMs?: number;
}

export interface RevocationRequest {
  /** Private networks of the tenant in CIDR notation: lists of a company's own authority lie there. */
  readonly allowedNetworks?: readonly string[];
  readonly signal?: AbortSignal;
}

/** Asks the lists of the authorities (RFC 5280 §5). Keeps each until its next update, six hours at most, so that a thousand certificates cost one download. */
export interface Revocation {
  /**
   * @param certificate DER of the certificate asked about
   * @param issuer DER of the certificate that signed it; null where the server did not send it: an unproven list tells nothing
   */
  check(certificate: Uint8Array, issuer: Uint8Array | null, request?: RevocationRequest): Promise<RevocationFacts>;
}

const MAX_BYTES = 10 * 1_048_576;
const TIMEOUT_MS = 10_000;
/** Certificates name one or two; a third is a mirror. */
const MAX_URLS = 3;

const nothing: RevocationFacts = {
  status: 'unable-to-tell',
  revokedAt: null,
  reason: null,
  crlUrl: null,
  crlNextUpdate: null,
  problem: null,
};
const unable = (problem: string, crlUrl: string | null): RevocationFacts => ({ ...nothing, problem, crlUrl });

/** Makes the asker; one per process, since it keeps the lists. */
export function createRevocation(options: RevocationOptions): Revocation {
  const shelf = new Shelf(options.now);
  const fetched = (url: string, networks: readonly string[]) =>
    // What one customer's network answers is none of another's business: the permission is part of the key.
    shelf.get(`${[...networks].sort().join(' ')} ${url}`, async () => {
      const answer = await download(url, {
        dialer: options.dialer,
        allowedNetworks: networks,
        timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
        maxBytes: options.maxBytes ?? MAX_BYTES,
      });
      if (!answer.ok) return answer.problem;
      return attempt(() => readCrl(answer.body)) ?? 'malformed';
    });

  return {
    check: async (certificate, issuer, request = {}) => {
      const der = Buffer.from(certificate);
      const facts = readCertificate(der);
      if (!facts.ok) return unable('malformed', null);
      const all = facts.value.crlUrls;
      if (all.length === 0) return { ...nothing, status: 'no-crl' };
      const urls = all.filter((url) => /^https?:/i.test(url)).slice(0, MAX_URLS);
      if (urls.length === 0) return unable('unsupported-address', all[0] ?? null);
      const identity = attempt(() => identityOf(der));
      if (identity === null) return unable('malformed', null);
      const signer = issuer === null ? null : Buffer.from(issuer);
      if (signer === null) return unable('issuer-unknown', urls[0] ?? null);

      let last = unable('unreachable', urls[0] ?? null);
      for (const url of urls) {
        const crl = await orWhenAborted(fetched(url, request.allowedNetworks ?? []), request.signal ?? never, 'unreachable');
        last =
          typeof crl === 'string'
            ? unable(crl, url)
            : await judged(crl, url, { identity, signer, urls: all, isCa: facts.value.isCa, now: options.now() });
        if (last.status !== 'unable-to-tell' || request.signal?.aborted) return last;
      }
      return last;
    },
  };
}

const never = new AbortController().signal;

interface Subject {
  readonly identity: Identity;
  readonly signer: Buffer;
  readonly urls: readonly string[];
  readonly isCa: boolean;
  readonly now: number;
}

/** What a list says about a certificate, once it is shown to be the issuer's, about this kind of certificate, and not outdated. */
async function judged(crl: Crl, url: string, subject: Subject): Promise<RevocationFacts> {
  const failed = (problem: string): RevocationFacts => ({ ...unable(problem, url), crlNextUpdate: crl.nextUpdate });
  if (!(await isFrom(crl, subject))) return failed('bad-signature');
  const entry = await lookUp(crl, subject.identity.serial);
  if (entry === null) return failed('malformed');
  const told = { ...nothing, crlUrl: url, crlNextUpdate: crl.nextUpdate };
  // What was revoked stays so, on whichever list; only the absence from one must be proven.
  if (entry.found !== null && entry.found.reason !== 'removeFromCRL' && !crl.scope.other)
    return { ...told, status: 'revoked', ...entry.found };
  if (!covers(crl, subject)) return failed('other-scope');
  if (crl.nextUpdate !== null && Date.parse(crl.nextUpdate) < subject.now) return failed('expired');
  return { ...told, status: 'good' };
}

/** Null: the list cannot be read that far. */
async function lookUp(crl: Crl, serial: Buffer): Promise<{ readonly found: Entry | null } | null> {
  try {
    return { found: await findEntry(crl, serial) };
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** Names equal byte by byte, the authority's own certificate allows it to sign lists, and the signature holds. */
async function isFrom(crl: Crl, { identity, signer }: Subject): Promise<boolean> {
  const authority = attempt(() => identityOf(signer));
  if (authority === null || !authority.subject.equals(identity.issuer) || !crl.issuer.equals(identity.issuer)) return false;
  const usage = readCertificate(signer);
  if (!usage.ok || usage.value.keyUsage?.includes('cRLSign') === false) return false;
  return isSignedBy(crl, signer);
}

/** A list for some certificates says nothing of the others: over plain http anybody could hand us the wrong one. */
function covers({ scope }: Crl, { urls, isCa }: Subject): boolean {
  if (scope.other || (scope.only === 'authorities' && !isCa) || (scope.only === 'users' && isCa)) return false;
  return scope.urls === null || scope.urls.some((url) => urls.includes(url));
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
