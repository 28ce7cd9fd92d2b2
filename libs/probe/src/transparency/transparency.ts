import { type CertificateFacts, failed, fault, ok, type Result } from '@stellwerk/domain';
import { Lru } from '../certificate/lru.js';
import { readCertificate } from '../certificate/read.js';
import { certificateFromText } from '../certificate/upload.js';
import type { Dialer } from '../dialer.js';
import { readName } from '../dns/name.js';
import { createGuardedFetch, FetchFailed, type GuardedFetch } from '../guarded-fetch.js';
import { chooseEntries, type LogEntry, readEntries } from './entries.js';

/** A search over certificate transparency logs (RFC 9162) that answers as crt.sh does. Off unless the operator names one: the names of customers go there. */
export interface TransparencyOptions {
  readonly dialer: Pick<Dialer, 'connect'>;
  /** `https` address of the list of a name's certificates in JSON, with `{name}` in it: `https://crt.sh/?q={name}&exclude=expired&output=json`. */
  readonly searchUrl: string;
  /** The same for one certificate in PEM or DER, with `{id}` in it: `https://crt.sh/?d={id}`. */
  readonly certificateUrl: string;
  /** Where the operator's own source may lie, in CIDR notation; default: in public only. */
  readonly allowedNetworks?: readonly string[];
  /** Certificates of further authorities in PEM. */
  readonly trusted?: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Newest certificates that logs know of for a name, at most five. Never rejects. */
export type Transparency = (name: string, signal?: AbortSignal) => Promise<Result<readonly CertificateFacts[]>>;

/** Public sources are slow. */
const TIMEOUT_MS = 20_000;
const MAX_BYTES = 4 * 1_048_576;
/** A name is asked about once an hour at most: logs take as long to show a new certificate, and the source is somebody's gift. */
const KEPT_MS = 3_600_000;

interface Kept {
  readonly until: number;
  readonly entries: readonly LogEntry[];
}

/** @throws Error when the operator's addresses are none, or lack their place holder */
export function createTransparency(options: TransparencyOptions): Transparency {
  const search = template(options.searchUrl, '{name}');
  const download = template(options.certificateUrl, '{id}');
  const fetch = createGuardedFetch(options.dialer, {
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    ...(options.allowedNetworks ? { allowedNetworks: options.allowedNetworks } : {}),
    ...(options.trusted ? { trusted: options.trusted } : {}),
  });
  const searches = new Lru<string, Kept>(2_048);
  // What a log once took in never changes.
  const certificates = new Lru<string, CertificateFacts>(2_048);

  const entriesOf = async (name: string, signal?: AbortSignal): Promise<Result<readonly LogEntry[]>> => {
    const known = searches.get(name);
    if (known && known.until > options.now()) return ok(known.entries);
    const answer = await get(fetch, search(name), signal);
    if (!answer.ok) return answer;
    const all = readEntries(answer.value.toString('utf8'));
    if (all === null) return failed(unusable(search(name), 'no list of certificates'));
    const entries = chooseEntries(all, name);
    searches.set(name, { until: options.now() + KEPT_MS, entries });
    return ok(entries);
  };

  const certificateOf = async ({ id }: LogEntry, signal?: AbortSignal): Promise<Result<CertificateFacts>> => {
    const known = certificates.get(id);
    if (known) return ok(known);
    const answer = await get(fetch, download(id), signal);
    if (!answer.ok) return answer;
    const der = certificateFromText(answer.value);
    const facts = der === null ? null : readCertificate(der);
    if (!facts?.ok) return failed(unusable(download(id), 'no certificate'));
    certificates.set(id, facts.value);
    return ok(facts.value);
  };

  return async (typed, signal) => {
    const name = readName(typed);
    if (name === null) return failed(fault('name-not-found', { host: typed.slice(0, 100), reason: 'malformed' }));
    const entries = await entriesOf(name, signal);
    if (!entries.ok) return entries;
    const found: CertificateFacts[] = [];
    // One after the other: a public source counts connections.
    for (const entry of entries.value) {
      const certificate = await certificateOf(entry, signal);
      if (!certificate.ok) return certificate;
      found.push(certificate.value);
    }
    return ok(found);
  };
}

function template(text: string, place: '{name}' | '{id}'): (value: string) => string {
  const put = (value: string): string => text.replaceAll(place, encodeURIComponent(value));
  if (
    !text.includes(place) ||
    !URL.canParse(put('x')) ||
    new URL(put('x')).protocol !== 'https:' ||
    new URL(put('x')).hostname !== new URL(put('y')).hostname
  )
    throw new Error(`a source of certificate transparency needs an https address with ${place} in its path or query`);
  return put;
}

const unusable = (url: string, received: string) =>
  fault('target-wrong-protocol', { host: new URL(url).hostname, protocol: 'https', received });

async function get(fetch: GuardedFetch, url: string, signal?: AbortSignal): Promise<Result<Buffer>> {
  try {
    const response = await fetch(url, { headers: { accept: 'application/json, application/x-pem-file, */*' }, signal });
    if (response.status !== 200) return failed(unusable(url, `status ${response.status}`));
    return ok(Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    if (error instanceof FetchFailed) return failed(error.fault);
    throw error;
  }
}
