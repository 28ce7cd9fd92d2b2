import { createRequire } from 'node:module';
import type * as Ssh2 from 'ssh2';
import { createPublicKey, generateX25519, verify } from './raw-keys.js';

const require = createRequire(import.meta.url);
const crypto = require('node:crypto') as typeof import('node:crypto') & Record<string, unknown>;

/** Bytes drawn from the system at once for the padding of many packets. */
const POOL_BYTES = 16_384;
/** ssh2 pads with 4 to 255 bytes; anything longer is key material and goes to the system directly. */
const PADDING_MAX = 64;

/**
 * Random padding from a pool: ssh2 asks the system for 4 to 20 random bytes for every packet, 8 % of the CPU of bulk
 * uploads. A byte is handed out once and wiped.
 */
function pooled(real: typeof crypto.randomFillSync): typeof crypto.randomFillSync {
  const pool = Buffer.alloc(POOL_BYTES);
  let position = POOL_BYTES;
  const fill = (buffer: Buffer, offset = 0, size?: number): Buffer => {
    if (size === undefined || size > PADDING_MAX) return real(buffer, offset, size as number);
    if (position + size > POOL_BYTES) {
      real(pool);
      position = 0;
    }
    buffer.set(pool.subarray(position, position + size), offset);
    pool.fill(0, position, position + size);
    position += size;
    return buffer;
  };
  return fill as typeof crypto.randomFillSync;
}

/** Random padding from the pool, as ssh2 asks for it. */
export const fillPadding = pooled(crypto.randomFillSync);

const generatePair = crypto.generateKeyPairSync as (type: string, options: unknown) => unknown;

/** What ssh2 gets instead of Node's own: padding from the pool, and keys without OpenSSL's slow decoders. */
const substitutes = {
  randomFillSync: fillPadding,
  createPublicKey,
  verify,
  generateKeyPairSync: (type: string, options: unknown): unknown => (type === 'x25519' ? generateX25519() : generatePair(type, options)),
};

/**
 * ssh2 takes functions out of Node's crypto module when it is loaded, and never again. So the substitutes are put there
 * for exactly that moment: nobody else in this process sees them, and ssh2's source stays as published.
 */
function load(): { ssh2: typeof Ssh2; binding: boolean } {
  const real = Object.fromEntries(Object.keys(substitutes).map((name) => [name, crypto[name]]));
  Object.assign(crypto, substitutes);
  try {
    const ssh2 = require('ssh2') as typeof Ssh2;
    const { bindingAvailable } = require('ssh2/lib/protocol/crypto.js') as { bindingAvailable: boolean };
    return { ssh2, binding: bindingAvailable };
  } finally {
    Object.assign(crypto, real);
  }
}

const loaded = load();

/** The library, loaded the one way it may be loaded. */
export const { Client, utils } = loaded.ssh2;

/** True when the native addon is in use. */
export const bindingAvailable = loaded.binding;

/** The version that `internals.ts` was read against, and the version that is installed. A test compares them. */
export const READ_AGAINST = '1.17.0';
export const installedVersion = (): string => (require('ssh2/package.json') as { version: string }).version;
