import * as crypto from 'node:crypto';
import { makeKey, type KeyKind } from '@stellwerk/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParsedKey } from 'ssh2';
import { utils } from './library.js';
import { createPublicKey, generateX25519, signWith, verify } from './raw-keys.js';

describe('keys by raw numbers', () => {
  it('agree with Node on the shared secret of an X25519 exchange', () => {
    const [ours, theirs] = [generateX25519(), crypto.generateKeyPairSync('x25519')];
    const der = theirs.publicKey.export({ type: 'spki', format: 'der' });
    const mine = crypto.diffieHellman({
      privateKey: ours.privateKey,
      publicKey: createPublicKey({ key: der, type: 'spki', format: 'der' }),
    });
    const publicHalf = crypto.createPublicKey({ key: ours.publicKey.export(), type: 'spki', format: 'der' });
    expect(mine).toEqual(crypto.diffieHellman({ privateKey: theirs.privateKey, publicKey: publicHalf }));
  });

  it('refuse a point of X25519 whose secret would be known to everybody', () => {
    const zero = Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), Buffer.alloc(32)]);
    const publicKey = createPublicKey({ key: zero, type: 'spki', format: 'der' });
    expect(() => crypto.diffieHellman({ privateKey: generateX25519().privateKey, publicKey })).toThrow();
  });

  it('take any other key the usual way', () => {
    const { publicKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const der = publicKey.export({ type: 'spki', format: 'der' });
    expect(createPublicKey({ key: der, type: 'spki', format: 'der' }).asymmetricKeyType).toBe('ec');
  });

  it.each<KeyKind>(['ed25519', 'ecdsa', 'rsa'])('sign with %s what its public half verifies, and nothing else', async (kind) => {
    const folder = await mkdtemp(join(tmpdir(), 'stellwerk-key-'));
    const key = utils.parseKey((await makeKey(join(folder, 'key'), { kind })).privateKey) as ParsedKey;
    await rm(folder, { recursive: true });
    const hash = { ed25519: undefined, ecdsa: 'sha256', rsa: 'sha512' }[kind];
    const data = crypto.randomBytes(200);
    const signature = signWith(key, data, kind === 'rsa' ? hash : undefined);
    const judged = (bytes: Buffer): boolean => verify(hash, bytes, key.getPublicPEM(), signature);
    expect([judged(data), judged(data)]).toEqual([true, true]);
    data[0] = (data[0] ?? 0) ^ 1;
    expect(judged(data)).toBe(false);
  });
});
