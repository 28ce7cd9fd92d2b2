import { Malformed } from '../../malformed.js';
import { Cursor } from './cursor.js';
import { EXTENSION } from './numbers.js';

export interface ServerHello {
  /** What was really chosen, TLS 1.3 included. */
  readonly version: number;
  readonly suite: number;
  readonly random: Buffer;
  /** A HelloRetryRequest: the server wants another key share (RFC 8446 §4.1.4). */
  readonly retry: boolean;
  /** The group of the key share, or the one that is asked for. */
  readonly group: number | null;
  readonly keyShare: Buffer | null;
  readonly cookie: Buffer | null;
  readonly extendedMasterSecret: boolean;
}

/** SHA-256 of "HelloRetryRequest", which stands in for the random (RFC 8446 §4.1.3). */
const RETRY = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');
const EXTENSIONS_MAX = 64;

function readExtensions(cursor: Cursor): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  if (cursor.done) return found;
  const list = cursor.enter(2);
  while (!list.done) {
    if (found.size >= EXTENSIONS_MAX) throw new Malformed('too many extensions');
    found.set(list.uint(2), list.vector(2));
  }
  return found;
}

export function readServerHello(body: Buffer): ServerHello {
  const cursor = new Cursor(body);
  const legacy = cursor.uint(2);
  const random = cursor.take(32);
  cursor.vector(1);
  const suite = cursor.uint(2);
  cursor.take(1);
  const extensions = readExtensions(cursor);
  const chosen = extensions.get(EXTENSION.supportedVersions);
  const share = extensions.get(EXTENSION.keyShare);
  const cookie = extensions.get(EXTENSION.cookie);
  const retry = random.equals(RETRY);
  const key = share === undefined ? null : new Cursor(share);
  return {
    version: chosen === undefined ? legacy : new Cursor(chosen).uint(2),
    suite,
    random,
    retry,
    group: key?.uint(2) ?? null,
    keyShare: key === null || retry ? null : key.vector(2),
    cookie: cookie === undefined ? null : new Cursor(cookie).vector(2),
    extendedMasterSecret: extensions.has(EXTENSION.extendedMasterSecret),
  };
}

/** No honest chain is longer (domain reference §6). */
export const CHAIN_MAX = 32;

/** The certificates in the order they were sent, at most 32. TLS 1.3 has a context before and extensions between them (RFC 8446 §4.4.2). */
export function readCertificates(body: Buffer, tls13: boolean): readonly Buffer[] {
  const cursor = new Cursor(body);
  if (tls13) cursor.vector(1);
  const list = cursor.enter(3);
  const found: Buffer[] = [];
  while (!list.done) {
    const certificate = list.vector(3);
    if (tls13) list.vector(2);
    if (found.length < CHAIN_MAX) found.push(certificate);
  }
  return found;
}

export interface Alert {
  readonly level: number;
  readonly code: number;
}
export function readAlert(body: Buffer): Alert {
  const cursor = new Cursor(body);
  return { level: cursor.uint(1), code: cursor.uint(1) };
}
