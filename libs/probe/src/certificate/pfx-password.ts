import { createDecipheriv, createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Malformed } from '../malformed.js';
import { Der, type Element, TAG } from './der.js';
import { decryptRc2 } from './rc2.js';

const deriveNow = promisify(pbkdf2);
let last: Promise<unknown> = Promise.resolve();
/** One after the other: Node has four threads for this, and names, files and passwords of others wait for them. */
function derive(...given: Parameters<typeof deriveNow>): Promise<Buffer> {
  const key = last.then(() => deriveNow(...given));
  last = key.catch(() => undefined);
  return key;
}

export type PfxProblem = 'password-needed' | 'password-wrong' | 'unsupported-encryption';

/** Why a PFX is not taken. Thrown inside the reader, caught at its door. */
export class PfxRefused extends Error {
  override readonly name = 'PfxRefused';
  constructor(readonly problem: PfxProblem) {
    super(problem);
  }
}

/** Whoever makes a file chooses how long we compute: Windows takes 2,000 rounds, OpenSSL 2,048, Java 10,000. The old way runs in our own thread. */
const MAX_ROUNDS = { old: 100_000, pbkdf2: 1_000_000 } as const;
const MAX_SALT = 1_024;
const PER_TURN = 4_000;

interface OldHash {
  readonly name: string;
  /** Of a block and of the result, in octets. */
  readonly block: number;
  readonly size: number;
}
const SHA1: OldHash = { name: 'sha1', block: 64, size: 20 };
const HASHES: Readonly<Record<string, OldHash>> = {
  '1.3.14.3.2.26': SHA1,
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', block: 64, size: 32 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', block: 128, size: 48 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', block: 128, size: 64 },
};
/** HMACs of PBKDF2 and PBMAC1 (RFC 8018 appendix B). */
const PRFS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const OID = { pbes2: '1.2.840.113549.1.5.13', pbkdf2: '1.2.840.113549.1.5.12', pbmac1: '1.2.840.113549.1.5.14' } as const;
type Cipher = readonly [name: string, keyBytes: number];
const CIPHERS: Readonly<Record<string, Cipher>> = {
  '2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
  '2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
  '2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
  '1.2.840.113549.3.7': ['des-ede3-cbc', 24],
};
/** RFC 7292 appendix C: SHA-1 with three keys, with two, and RC2 with 128 and 40 bits. RC4 is left out: nobody writes it. */
const OLD_CIPHERS: Readonly<Record<string, Cipher>> = {
  '1.2.840.113549.1.12.1.3': ['des-ede3-cbc', 24],
  '1.2.840.113549.1.12.1.4': ['des-ede3-cbc', 16],
  '1.2.840.113549.1.12.1.5': ['rc2-cbc', 16],
  '1.2.840.113549.1.12.1.6': ['rc2-cbc', 5],
};

function rounds(der: Der, element: Element | null, most: number): number {
  const content = element === null ? null : der.content(element);
  if (content === null) return 1;
  const count = content.length >= 1 && content.length <= 5 ? content.readIntBE(0, content.length) : -1;
  if (count < 1) throw new Malformed('a number of rounds that is none');
  if (count > most) throw new PfxRefused('unsupported-encryption');
  return count;
}

function salt(der: Der, element: Element): Buffer {
  const content = der.content(element);
  if (content.length > MAX_SALT) throw new Malformed('an enormous salt');
  return content;
}

/** RFC 7292 appendix B.2. `use`: 1 a key, 2 an initialisation vector, 3 a key for the MAC. */
async function oldKey(
  hash: OldHash,
  use: number,
  bytes: number,
  from: { readonly password: string; readonly salt: Buffer; readonly rounds: number },
): Promise<Buffer> {
  const fill = (part: Buffer): Buffer => (part.length === 0 ? part : Buffer.alloc(hash.block * Math.ceil(part.length / hash.block), part));
  const password = Buffer.from(`${from.password}\0`, 'utf16le').swap16();
  const input = Buffer.concat([fill(from.salt), fill(password)]);
  const parts: Buffer[] = [];
  for (let have = 0; have < bytes; have += hash.size) {
    let block: Buffer = createHash(hash.name).update(Buffer.alloc(hash.block, use)).update(input).digest();
    for (let i = 1; i < from.rounds; i += 1) {
      block = createHash(hash.name).update(block).digest();
      if (i % PER_TURN === 0) await turn();
    }
    parts.push(block);
    const addend = Buffer.alloc(hash.block, block);
    for (let at = 0; at < input.length; at += hash.block) {
      for (let i = hash.block - 1, carry = 1; i >= 0; i -= 1) {
        carry += (input[at + i] ?? 0) + (addend[i] ?? 0);
        input[at + i] = carry & 0xff;
        carry >>= 8;
      }
    }
  }
  return Buffer.concat(parts).subarray(0, bytes);
}

/** A key by PBKDF2 (RFC 8018 §5.2) as its AlgorithmIdentifier says. `keyBytes` null: as long as it says itself. */
async function newKey(der: Der, algorithm: Element, password: string, keyBytes: number | null): Promise<Buffer> {
  const identifier = der.enter(algorithm);
  if (der.oid(identifier.next(TAG.oid)) !== OID.pbkdf2) throw new PfxRefused('unsupported-encryption');
  const parameters = der.enter(identifier.next(TAG.sequence));
  const [saltUsed, count] = [salt(der, parameters.next(TAG.octetString)), rounds(der, parameters.next(TAG.integer), MAX_ROUNDS.pbkdf2)];
  const length = parameters.optional(TAG.integer);
  const bytes = keyBytes ?? (length === null ? 0 : rounds(der, length, 64));
  const prf = parameters.optional(TAG.sequence);
  const hash = prf === null ? 'sha1' : PRFS[der.oid(der.enter(prf).next(TAG.oid))];
  if (hash === undefined || bytes === 0) throw new PfxRefused('unsupported-encryption');
  return derive(Buffer.from(password, 'utf8'), saltUsed, count, bytes, hash);
}

/** What a wrong password looks like: padding that is none. */
function unpad(plain: Buffer, block: number): Buffer | null {
  const count = plain.at(-1) ?? 0;
  if (count < 1 || count > block || count > plain.length || plain.subarray(-count).some((octet) => octet !== count)) return null;
  return plain.subarray(0, -count);
}

/**
 * Decrypts what an AlgorithmIdentifier says how. Null when the password does not fit.
 * @throws Malformed @throws PfxRefused for a method that is not known here
 */
export async function decrypt(der: Der, algorithm: Element, data: Buffer, password: string): Promise<Buffer | null> {
  const identifier = der.enter(algorithm);
  const oid = der.oid(identifier.next(TAG.oid));
  const parameters = der.enter(identifier.next(TAG.sequence));
  if (oid === OID.pbes2) {
    const derivation = parameters.next(TAG.sequence);
    const scheme = der.enter(parameters.next(TAG.sequence));
    const cipher = CIPHERS[der.oid(scheme.next(TAG.oid))];
    if (cipher === undefined) throw new PfxRefused('unsupported-encryption');
    const iv = der.content(scheme.next(TAG.octetString));
    return open(cipher[0], await newKey(der, derivation, password, cipher[1]), iv, data);
  }
  const cipher = OLD_CIPHERS[oid];
  if (cipher === undefined) throw new PfxRefused('unsupported-encryption');
  const from = {
    password,
    salt: salt(der, parameters.next(TAG.octetString)),
    rounds: rounds(der, parameters.next(TAG.integer), MAX_ROUNDS.old),
  };
  const key = await oldKey(SHA1, 1, cipher[1], from);
  const iv = await oldKey(SHA1, 2, 8, from);
  return open(cipher[0], cipher[0] === 'des-ede3-cbc' && key.length === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key, iv, data);
}

function open(cipher: string, key: Buffer, iv: Buffer, data: Buffer): Buffer | null {
  const block = cipher.startsWith('aes') ? 16 : 8;
  if (iv.length !== block || data.length === 0 || data.length % block !== 0) throw new Malformed('encrypted data of an odd length');
  if (cipher === 'rc2-cbc') return unpad(decryptRc2(key, iv, data), block);
  const decipher = createDecipheriv(cipher, key, iv).setAutoPadding(false);
  return unpad(Buffer.concat([decipher.update(data), decipher.final()]), block);
}

/** Whether the password is the one the file was closed with (MacData: RFC 7292 §4, PBMAC1: RFC 9579). @throws Malformed @throws PfxRefused */
export async function fitsMac(der: Der, mac: Element, content: Buffer, password: string): Promise<boolean> {
  const fields = der.enter(mac);
  const info = der.enter(fields.next(TAG.sequence));
  const algorithm = der.enter(info.next(TAG.sequence));
  const expected = der.content(info.next(TAG.octetString));
  const oid = der.oid(algorithm.next(TAG.oid));
  const saltUsed = salt(der, fields.next(TAG.octetString));
  const count = fields.optional(TAG.integer);
  if (oid === OID.pbmac1) {
    const parameters = der.enter(algorithm.next(TAG.sequence));
    const key = await newKey(der, parameters.next(TAG.sequence), password, null);
    const hash = PRFS[der.oid(der.enter(parameters.next(TAG.sequence)).next(TAG.oid))];
    if (hash === undefined) throw new PfxRefused('unsupported-encryption');
    return same(createHmac(hash, key).update(content).digest(), expected);
  }
  const hash = HASHES[oid];
  if (hash === undefined) throw new PfxRefused('unsupported-encryption');
  const key = await oldKey(hash, 3, hash.size, { password, salt: saltUsed, rounds: rounds(der, count, MAX_ROUNDS.old) });
  return same(createHmac(hash.name, key).update(content).digest(), expected);
}

const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
