import { constants, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { readSignature } from '../certificate/algorithms.js';
import { context, Der, type Element, TAG } from '../certificate/der.js';
import { readTime } from '../certificate/time.js';
import { Malformed } from '../malformed.js';

/** A certificate revocation list (RFC 5280 §5) as far as it is needed to look up one number. The list itself stays as it came. */
export interface Crl {
  readonly bytes: Buffer;
  /** DER of the issuer's name. */
  readonly issuer: Buffer;
  /** What the signature is over, and the signature. */
  readonly signed: Buffer;
  readonly signature: Buffer;
  readonly algorithm: { readonly name: string; readonly hash: string | null };
  /** ISO 8601, UTC. */
  readonly nextUpdate: string | null;
  readonly entries: Element | null;
  readonly scope: CrlScope;
}

/** What a list is about (issuing distribution point, RFC 5280 §5.2.5). */
export interface CrlScope {
  /** Null: every certificate of the issuer. Otherwise those that name one of these addresses as theirs. */
  readonly urls: readonly string[] | null;
  readonly only: 'users' | 'authorities' | null;
  /** Attribute certificates only, some reasons only, other issuers' certificates, changes only, or something critical that is not known here. */
  readonly other: boolean;
}

const OID = { scope: '2.5.29.28', delta: '2.5.29.27', reason: '2.5.29.21', entryIssuer: '2.5.29.29' } as const;
/** Critical or not, these do not change what a list says (number, key identifier, freshest, authority information). */
const HARMLESS = new Set(['2.5.29.20', '2.5.29.35', '2.5.29.46', '1.3.6.1.5.5.7.1.1']);
const MAX_EXTENSIONS = 64;
/** Lists in PEM are those of small authorities; text costs ten times what bytes cost. */
const PEM_MAX_BYTES = 1_048_576;
/** Entries walked through before others have their turn: a few milliseconds. */
const PER_TURN = 20_000;

/** Reads a list in DER, or in PEM as some publish it. @throws Malformed */
export function readCrl(body: Buffer): Crl {
  const bytes = body[0] === 0x2d ? fromPem(body) : body;
  const der = new Der(bytes);
  const outer = der.enter(der.next(TAG.sequence));
  const tbs = outer.next(TAG.sequence);
  const algorithm = outer.next(TAG.sequence);
  const signature = der.content(outer.next(TAG.bitString));
  if (signature[0] !== 0) throw new Malformed('a signature with unused bits');

  const list = der.enter(tbs);
  list.optional(TAG.integer);
  const inner = list.next(TAG.sequence);
  if (!der.whole(inner).equals(der.whole(algorithm))) throw new Malformed('two signature algorithms');
  const issuer = der.whole(list.next(TAG.sequence));
  readTime(der, list.next());
  const isTime = list.peek() === TAG.utcTime || list.peek() === TAG.generalizedTime;
  const nextUpdate = isTime ? readTime(der, list.next()) : null;
  const entries = list.optional(TAG.sequence);
  const extensions = list.optional(context(0, true));
  return {
    bytes,
    issuer,
    signed: der.whole(tbs),
    signature: signature.subarray(1),
    algorithm: readSignature(der, algorithm),
    nextUpdate,
    entries,
    scope: readScope(der, extensions),
  };
}

function fromPem(body: Buffer): Buffer {
  if (body.length > PEM_MAX_BYTES) throw new Malformed('text that is too long');
  const text = /-----BEGIN X509 CRL-----([\sA-Za-z0-9+/=]+)-----END X509 CRL-----/.exec(body.toString('latin1'))?.[1];
  if (text === undefined) throw new Malformed('text that is no list');
  return Buffer.from(text, 'base64');
}

function* extensionsOf(
  der: Der,
  element: Element,
): Generator<{ readonly oid: string; readonly critical: boolean; readonly value: Element }> {
  const list = der.enter(element);
  for (let count = 0; !list.done; count += 1) {
    if (count >= MAX_EXTENSIONS) throw new Malformed('too many extensions');
    const extension = der.enter(list.next(TAG.sequence));
    const oid = der.oid(extension.next(TAG.oid));
    const critical = isTrue(der, extension.optional(TAG.boolean));
    yield { oid, critical, value: extension.next(TAG.octetString) };
  }
}

const isTrue = (der: Der, element: Element | null): boolean => element !== null && der.content(element).some((byte) => byte !== 0);

function readScope(der: Der, element: Element | null): CrlScope {
  let scope: CrlScope = { urls: null, only: null, other: false };
  if (element === null) return scope;
  for (const { oid, critical, value } of extensionsOf(der, der.enter(element).next(TAG.sequence))) {
    if (oid === OID.scope) scope = { ...readDistributionPoint(der, value), ...(scope.other ? { other: true } : {}) };
    else if (oid === OID.delta || (critical && !HARMLESS.has(oid))) scope = { ...scope, other: true };
  }
  return scope;
}

function readDistributionPoint(der: Der, value: Element): CrlScope {
  const fields = der.enter(der.enter(value).next(TAG.sequence));
  const point = fields.optional(context(0, true));
  const flag = (number: number): boolean => isTrue(der, fields.optional(context(number)));
  const [users, authorities] = [flag(1), flag(2)];
  const someReasons = fields.optional(context(3)) !== null;
  const [indirect, attributes] = [flag(4), flag(5)];
  const only = users ? 'users' : authorities ? 'authorities' : null;
  return { urls: point === null ? null : urlsOf(der, point), only, other: someReasons || indirect || attributes };
}

function urlsOf(der: Der, point: Element): readonly string[] {
  const names = der.enter(point).optional(context(0, true));
  const urls: string[] = [];
  const inside = names === null ? null : der.enter(names);
  while (inside !== null && !inside.done && urls.length < 32) {
    const name = inside.next();
    if (name.tag === context(6)) urls.push(der.content(name).toString('latin1'));
  }
  return urls;
}

/** RFC 5280 §5.3.1. */
const REASONS: Readonly<Record<number, string>> = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
};

export interface Entry {
  /** ISO 8601, UTC. */
  readonly revokedAt: string;
  readonly reason: string | null;
}

/**
 * Looks a serial number up. Lists have hundreds of thousands of entries, and the number's bytes are searched for before any entry is read:
 * where they are nowhere, it is not on the list, and only where they are somewhere the entries are walked through, with pauses: whoever writes
 * the list decides how many there are.
 * @param serial content octets of the INTEGER @throws Malformed
 */
export async function findEntry({ bytes, entries }: Crl, serial: Buffer): Promise<Entry | null> {
  if (entries === null) return null;
  const number = Buffer.concat([Buffer.from([TAG.integer, serial.length]), serial]);
  if (!bytes.subarray(entries.from, entries.to).includes(number)) return null;
  const der = new Der(bytes);
  const list = der.enter(entries);
  for (let walked = 1; !list.done; walked += 1) {
    if (walked % PER_TURN === 0) await turn();
    const element = list.next(TAG.sequence);
    if (bytes.compare(number, 0, number.length, element.from, Math.min(element.to, element.from + number.length)) !== 0) continue;
    const entry = der.enter(element);
    entry.next(TAG.integer);
    const revokedAt = readTime(der, entry.next());
    const extensions = entry.optional(TAG.sequence);
    return { revokedAt, reason: extensions === null ? null : reasonOf(der, extensions) };
  }
  return null;
}

function reasonOf(der: Der, element: Element): string | null {
  for (const { oid, value } of extensionsOf(der, element)) {
    if (oid !== OID.reason) continue;
    const code = der.content(der.enter(value).next(TAG.enumerated));
    return REASONS[code[0] ?? -1] ?? null;
  }
  return null;
}

/** Whether the list is signed with the key of this certificate. In a thread of its own: hashing ten megabytes takes its time. */
export function isSignedBy(crl: Crl, issuer: Buffer): Promise<boolean> {
  const key = keyOf(issuer);
  if (key === null) return Promise.resolve(false);
  const { name, hash } = crl.algorithm;
  const edwards = key.asymmetricKeyType === 'ed25519' || key.asymmetricKeyType === 'ed448';
  if ((hash === null) !== edwards) return Promise.resolve(false);
  const pss = name === 'rsassaPss' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO } : {};
  return new Promise((resolve) => {
    try {
      verify(hash, crl.signed, { key, ...pss }, crl.signature, (error, valid) => resolve(error === null && valid));
    } catch {
      resolve(false);
    }
  });
}

function keyOf(certificate: Buffer): KeyObject | null {
  try {
    return new X509Certificate(certificate).publicKey;
  } catch {
    return null;
  }
}
