import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares two secrets in a time that depends on neither. */
export const equalSecrets = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b));

// ---- sessions ----------------------------------------------------------------------------------------------------

/** The opaque value of a session cookie: 256 random bits. */
export const newSessionToken = (): string => randomBytes(32).toString('base64url');

/** What the store keeps of a session token. A fast hash is right here: there is nothing to guess. */
export const hashSessionToken = (token: string): Uint8Array => sha256(token);

/** The token that a page must send back with changes. Derived from the cookie's value, which scripts cannot read. */
export const csrfTokenOf = (sessionToken: string): string =>
  createHmac('sha256', sessionToken).update('stellwerk-csrf').digest('base64url');

// ---- API keys: sw_live_<random>_<checksum> -------------------------------------------------------------------------

const PREFIX = 'sw_live_';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 32; // 190 bits
const CHECKSUM_LENGTH = 6; // CRC-32 in base 62
const SHAPE = new RegExp(`^${PREFIX}([0-9A-Za-z]{${RANDOM_LENGTH}})_([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);

function checksum(random: string): string {
  let rest = crc32(`${PREFIX}${random}`);
  let text = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i += 1) {
    text = (ALPHABET[rest % ALPHABET.length] ?? '') + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

export interface NewApiKey {
  /** Shown once. */
  readonly key: string;
  /** What people recognise it by. */
  readonly prefix: string;
  readonly hash: Uint8Array;
}

export function newApiKey(): NewApiKey {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const key = `${PREFIX}${random}_${checksum(random)}`;
  return { key, prefix: key.slice(0, PREFIX.length + 4), hash: sha256(key) };
}

/** The hash to look an API key up by; null when it cannot be one of ours (mistyped, cut off), which saves asking the database. */
export function parseApiKey(text: string): Uint8Array | null {
  const [, random, sum] = SHAPE.exec(text) ?? [];
  return random !== undefined && sum === checksum(random) ? sha256(text) : null;
}
