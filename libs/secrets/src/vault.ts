import { randomBytes, randomUUID } from 'node:crypto';
import { failed, fault, ok, type Result } from '@stellwerk/domain';
import { decrypt, encrypt } from './envelope.js';
import type { Keks } from './kek.js';

/** A tenant's data key, wrapped: what the store keeps. */
export interface WrappedKey {
  readonly id: string;
  readonly tenantId: string;
  readonly version: number;
  readonly kekId: string;
  readonly wrapped: Uint8Array;
}

/** A sealed value and the key it was sealed with: what the row keeps. */
export interface SealedValue {
  readonly keyId: string;
  readonly keyVersion: number;
  readonly bytes: Uint8Array;
}

/** Where a value lives. It cannot be opened anywhere else: a row copied to another tenant, record or field is worthless. */
export interface Place {
  /** The id of the row. */
  readonly record: string;
  /** Table and column, such as `ssh_server.credential`. */
  readonly field: string;
}

/** Where the credential of an SSH server lies, for all who seal it, open it or seal it anew. */
export const credentialPlace = (sshServerId: string): Place => ({ record: sshServerId, field: 'ssh_server.credential' });

export interface Vault {
  /** A fresh data key for a tenant; `version` is one more than its newest, 1 for the first. */
  newDataKey(tenantId: string, version: number): WrappedKey;
  /** Throws when the data key cannot be unwrapped: without it nothing may be written. */
  seal(key: WrappedKey, place: Place, plaintext: Uint8Array | string): SealedValue;
  /** Fails with `credential-unusable` when the key is unknown here, or the value was changed or belongs elsewhere. */
  open(key: WrappedKey, place: Place, sealed: SealedValue): Result<Buffer>;
  /** The same data key under the current key-encryption key; null when it is under that one already or cannot be unwrapped. */
  rewrap(key: WrappedKey): WrappedKey | null;
}

const wrapAad = (key: Pick<WrappedKey, 'tenantId' | 'id' | 'version'>): string => `${key.tenantId}|${key.id}|data-key.${key.version}`;
const valueAad = (key: WrappedKey, place: Place): string => `${key.tenantId}|${place.record}|${place.field}`;
const unusable = (why: string) => failed(fault('credential-unusable', { why }));

/** The only place where values are sealed and opened. Unwrapped keys stay in memory, at most `cached` of them. */
export function createVault(keks: Keks, cached = 1_000): Vault {
  const unwrapped = new Map<string, Buffer>();

  const unwrap = (key: WrappedKey): Buffer | null => {
    const name = `${wrapAad(key)}|${Buffer.from(key.wrapped).toString('base64')}`;
    const known = unwrapped.get(name);
    if (known) return known;
    const kek = keks.find(key.kekId);
    const plain = kek && decrypt(kek.key, key.wrapped, wrapAad(key));
    if (!plain) return null;
    const oldest = unwrapped.size >= cached ? unwrapped.keys().next().value : undefined;
    if (oldest !== undefined) unwrapped.delete(oldest);
    unwrapped.set(name, plain);
    return plain;
  };

  return {
    newDataKey(tenantId, version) {
      const key = { id: randomUUID(), tenantId, version };
      return { ...key, kekId: keks.current.id, wrapped: encrypt(keks.current.key, randomBytes(32), wrapAad(key)) };
    },
    seal(key, place, plaintext) {
      const plain = unwrap(key);
      if (!plain) throw new Error(`data key ${key.id} cannot be unwrapped: it needs key-encryption key ${key.kekId}`);
      return { keyId: key.id, keyVersion: key.version, bytes: encrypt(plain, Buffer.from(plaintext), valueAad(key, place)) };
    },
    open(key, place, sealed) {
      if (sealed.keyId !== key.id || sealed.keyVersion !== key.version) return unusable('sealed with another key');
      const plain = unwrap(key);
      if (!plain) return unusable('the key-encryption key is not in the key file');
      const value = decrypt(plain, sealed.bytes, valueAad(key, place));
      return value ? ok(value) : unusable('the sealed value was changed or belongs elsewhere');
    },
    rewrap(key) {
      if (key.kekId === keks.current.id) return null;
      const plain = unwrap(key);
      return plain && { ...key, kekId: keks.current.id, wrapped: encrypt(keks.current.key, plain, wrapAad(key)) };
    },
  };
}
