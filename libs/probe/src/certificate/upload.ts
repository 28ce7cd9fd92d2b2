import { setImmediate as turn } from 'node:timers/promises';
import type { CertificateFacts } from '@stellwerk/domain';
import { identityOf } from './identity.js';
import { Malformed } from '../malformed.js';
import { readPfx } from './pfx.js';
import { type PfxProblem, PfxRefused } from './pfx-password.js';
import { readBundle } from './bundle.js';
import { Der, TAG } from './der.js';
import { readCertificate } from './read.js';

export interface UploadedCertificate {
  readonly der: Buffer;
  readonly facts: CertificateFacts;
}

export interface Upload {
  readonly format: 'pem' | 'der' | 'pkcs7' | 'pfx';
  /** The one for a service: not an authority's, and issuer of none of the others. */
  readonly leaf: UploadedCertificate;
  /** The others, each after the one it issued as far as they hang together. */
  readonly chain: readonly UploadedCertificate[];
}

/**
 * Why an upload is not taken. `not-a-certificate`: neither PEM with a certificate nor base64 of DER, PKCS#7 or PFX. `no-certificate`: a file
 * of the right kind without one (a lone key). `certificate-malformed`: one of them cannot be read.
 */
export type UploadProblem =
  'too-large' | 'not-a-certificate' | 'no-certificate' | 'too-many-certificates' | 'certificate-malformed' | PfxProblem;
export type UploadReading = { readonly ok: true; readonly value: Upload } | { readonly ok: false; readonly problem: UploadProblem };

/** 256 KiB of text: a PFX with a long chain has 10. */
const MAX_TEXT = 262_144;
const MAX_CERTIFICATES = 32;
const PEM = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;
const PEM_BUNDLE = /-----BEGIN (?:PKCS7|CMS)-----([\sA-Za-z0-9+/=]+)-----END (?:PKCS7|CMS)-----/;

/**
 * Reads what somebody uploads. Private keys are thrown away unread: PEM blocks that are no certificates are not looked at, key bags of a
 * PFX stay encrypted, and nothing of either is in what comes back.
 * @param content PEM text, or DER, PKCS#7 or PFX in base64
 * @param password of a PFX; used for the part that holds the certificates and for the check that the file is whole
 */
export async function readUpload(content: string, password = ''): Promise<UploadReading> {
  if (content.length > MAX_TEXT) return { ok: false, problem: 'too-large' };
  try {
    const found = await certificatesIn(content, password);
    return found === null ? { ok: false, problem: 'not-a-certificate' } : await arrange(found);
  } catch (error) {
    if (error instanceof PfxRefused) return { ok: false, problem: error.problem };
    if (error instanceof Malformed) return { ok: false, problem: 'not-a-certificate' };
    throw error;
  }
}

interface Found {
  readonly format: Upload['format'];
  readonly certificates: readonly Buffer[];
  /** Which of them belongs to the key, where the file says so. */
  readonly own?: Buffer | null;
}

async function certificatesIn(content: string, password: string): Promise<Found | null> {
  if (content.includes('-----BEGIN ')) {
    const blocks = [...content.matchAll(PEM)]
      .slice(0, MAX_CERTIFICATES + 1)
      .map(([, text = '']) => firstElement(Buffer.from(text, 'base64')));
    const bundle = PEM_BUNDLE.exec(content)?.[1];
    if (blocks.length > 0 || bundle === undefined) return { format: 'pem', certificates: blocks };
    return { format: 'pkcs7', certificates: readBundle(Buffer.from(bundle, 'base64')) };
  }
  const text = content.replace(/\s+/g, '').replace(/^data:[\w/+.;=-]*base64,/, '');
  if (text === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  return fromBytes(Buffer.from(text, 'base64'), password);
}

/** The first certificate of a file in PEM or DER; null when there is none. */
export function certificateFromText(bytes: Buffer): Buffer | null {
  if (bytes[0] === TAG.sequence) return bytes;
  const text = bytes.length > MAX_TEXT ? '' : bytes.toString('latin1');
  const [first] = text.matchAll(PEM);
  return first?.[1] === undefined ? null : Buffer.from(first[1], 'base64');
}

/** `TRUSTED CERTIFICATE` (OpenSSL) has its own remarks behind the certificate. */
function firstElement(bytes: Buffer): Buffer {
  const der = new Der(bytes);
  return der.whole(der.next(TAG.sequence));
}

/** A PFX begins with its version, PKCS#7 with the name of its kind, a certificate with another sequence. */
async function fromBytes(bytes: Buffer, password: string): Promise<Found | null> {
  // Indefinite lengths (0x80) are for `readPfx` and `readBundle` to straighten out.
  if (bytes.length < 4 || bytes[0] !== TAG.sequence) return null;
  const lengthOctets = (bytes[1] ?? 0) > 0x80 ? (bytes[1] ?? 0) & 0x7f : 0;
  const inside = bytes[2 + lengthOctets];
  if (inside === TAG.integer) return { format: 'pfx', ...(await readPfx(bytes, password)) };
  if (inside === TAG.oid) return { format: 'pkcs7', certificates: readBundle(bytes) };
  return inside === TAG.sequence ? { format: 'der', certificates: [bytes] } : null;
}

async function arrange({ format, certificates, own }: Found): Promise<UploadReading> {
  if (certificates.length === 0) return { ok: false, problem: 'no-certificate' };
  if (certificates.length > MAX_CERTIFICATES) return { ok: false, problem: 'too-many-certificates' };
  const read: UploadedCertificate[] = [];
  for (const der of certificates) {
    const facts = readCertificate(der);
    // A signature by itself, of whatever key it likes.
    await turn();
    if (!facts.ok) return { ok: false, problem: 'certificate-malformed' };
    if (!read.some((known) => known.facts.sha256 === facts.value.sha256)) read.push({ der: Buffer.from(der), facts: facts.value });
  }
  const issuers = new Set(read.filter(({ facts }) => !facts.selfSigned).map(({ der }) => identityOf(der).issuer.toString('latin1')));
  const issuesNone = ({ der }: UploadedCertificate): boolean => !issuers.has(identityOf(der).subject.toString('latin1'));
  const owned = own ? read.find(({ der }) => der.equals(own)) : undefined;
  const leaf = owned ?? read.find((one) => !one.facts.isCa && issuesNone(one)) ?? read.find(issuesNone) ?? read[0];
  if (leaf === undefined) return { ok: false, problem: 'no-certificate' };
  return { ok: true, value: { format, leaf, chain: upwards(leaf, read) } };
}

/** The way from the leaf upwards, then whatever does not belong to it. */
function upwards(leaf: UploadedCertificate, all: readonly UploadedCertificate[]): readonly UploadedCertificate[] {
  const left = new Set(all);
  left.delete(leaf);
  const chain: UploadedCertificate[] = [];
  for (let at: UploadedCertificate | undefined = leaf; at !== undefined;) {
    const { issuer } = identityOf(at.der);
    at = [...left].find(({ der }) => identityOf(der).subject.equals(issuer));
    if (at === undefined) break;
    left.delete(at);
    chain.push(at);
  }
  return [...chain, ...left];
}
