import type { CertificateFacts } from '@stellwerk/domain';
import { Malformed } from '../malformed.js';
import { readKey, readSignature } from './algorithms.js';
import { context, Der, type Element, TAG } from './der.js';
import { NAMES_LISTED, noExtensions, readExtensions } from './extensions.js';
import { sha256 } from './hash.js';
import { isSignedBy } from './issue.js';
import { Lru } from './lru.js';
import { readName } from './name.js';
import { readTime } from './time.js';

/** Why a certificate cannot be read. `detail` is for a log: what stood where something else belongs. */
export interface Unreadable {
  readonly ok: false;
  readonly problem: 'too-large' | 'malformed';
  readonly detail: string;
}
export type CertificateReading = { readonly ok: true; readonly value: CertificateFacts } | Unreadable;

/** Four times what a whole handshake may be: certificates with thousands of names exist, larger ones are an attack. */
export const CERTIFICATE_MAX_BYTES = 262_144;
/** RFC 5280 §4.1.2.2 allows 20 bytes; whatever is longer than this is no number anybody gave. */
const SERIAL_MAX_BYTES = 64;
/** A worker watches the same few thousand certificates over and over; one entry is about two kilobytes. */
const cache = new Lru<string, CertificateFacts>(4_096);

/**
 * Reads an X.509 certificate (RFC 5280). Everything that can be wrong with it is a value. Facts are cached by the certificate's hash.
 * @param der the certificate, at most 256 KiB, nothing after it
 * @param name the host name it is read for: listed among the names even if it comes after the hundredth
 */
export function readCertificate(der: Uint8Array, name?: string): CertificateReading {
  if (der.length > CERTIFICATE_MAX_BYTES) return { ok: false, problem: 'too-large', detail: `${der.length} bytes` };
  const bytes = Buffer.from(der.buffer, der.byteOffset, der.length);
  const hash = sha256(bytes);
  const known = cache.get(hash);
  const wanted = name?.toLowerCase().replace(/\.$/, '') ?? null;
  if (known !== undefined && (wanted === null || known.subjectAltNameCount <= NAMES_LISTED)) return { ok: true, value: known };
  try {
    const value = read(new Der(bytes), hash, wanted);
    if (wanted === null || value.subjectAltNameCount <= NAMES_LISTED) cache.set(hash, value);
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { ok: false, problem: 'malformed', detail: error.message };
  }
}

function read(der: Der, hash: string, wanted: string | null): CertificateFacts {
  const outer = der.next(TAG.sequence);
  if (!der.done) throw new Malformed('bytes after the certificate');
  const certificate = der.enter(outer);
  const tbs = der.enter(certificate.next(TAG.sequence));
  const signature = readSignature(der, certificate.next(TAG.sequence));
  certificate.next(TAG.bitString);

  tbs.optional(context(0, true));
  const serial = tbs.next(TAG.integer);
  tbs.next(TAG.sequence);
  const issuerElement = tbs.next(TAG.sequence);
  const validity = der.enter(tbs.next(TAG.sequence));
  const notBefore = readTime(der, validity.next());
  const notAfter = readTime(der, validity.next());
  const subjectElement = tbs.next(TAG.sequence);
  const spki = tbs.next(TAG.sequence);
  tbs.optional(context(1));
  tbs.optional(context(2));
  const extensions = tbs.optional(context(3, true));

  const issuer = readName(der, issuerElement);
  const subject = readName(der, subjectElement);
  const selfIssued = der.whole(issuerElement).equals(der.whole(subjectElement));
  return {
    sha256: hash,
    spkiSha256: sha256(der.whole(spki)),
    subject: subject.line,
    issuer: issuer.line,
    issuerOrganization: issuer.first('O'),
    issuerCommonName: issuer.first('CN'),
    serial: readSerial(der, serial),
    notBefore,
    notAfter,
    subjectCommonName: subject.first('CN'),
    signatureAlgorithm: signature.name,
    signatureHash: signature.hash,
    ...readKey(der, spki),
    selfSigned: selfIssued && isSignedBy({ der: der.bytes, sha256: hash }, { der: der.bytes, sha256: hash }),
    ...(extensions === null ? noExtensions() : readExtensions(der, extensions, wanted)),
  };
}

/** Negative numbers are forbidden, and were issued nevertheless. */
function readSerial(der: Der, element: Element): string {
  const content = der.content(element);
  if (content.length === 0 || content.length > SERIAL_MAX_BYTES) throw new Malformed('a serial number of no or enormous length');
  const value = BigInt(`0x${content.toString('hex')}`);
  const negative = (content[0] ?? 0) >= 0x80;
  const magnitude = negative ? (1n << BigInt(content.length * 8)) - value : value;
  const digits = magnitude.toString(16);
  return `${negative ? '-' : ''}${digits.padStart(digits.length + (digits.length % 2), '0')}`;
}
