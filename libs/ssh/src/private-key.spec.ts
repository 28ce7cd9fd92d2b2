import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith, type KeyOptions, makeKey, signUserKey } from '@stellwerk/testing';
import { checkCredential, parsePrivateKey } from './private-key.js';

describeWith(['ssh'], 'private keys as people have them', () => {
  let directory = '';
  beforeAll(async () => (directory = await mkdtemp(join(tmpdir(), 'stellwerk-keys-'))));
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const reason = (result: Awaited<ReturnType<typeof parsePrivateKey>>): unknown => (result.ok ? 'ok' : result.fault.params['reason']);
  let serial = 0;
  const key = (options: KeyOptions) => makeKey(join(directory, `key${serial++}`), options);

  const kinds: readonly (readonly [string, KeyOptions])[] = [
    ['ed25519, OpenSSH', { kind: 'ed25519' }],
    ['ed25519, PKCS#8', { kind: 'ed25519', format: 'PKCS8' }],
    ['ECDSA 384, OpenSSH', { kind: 'ecdsa', bits: 384 }],
    ['ECDSA 256, PEM', { kind: 'ecdsa', format: 'PEM' }],
    ['ECDSA 521, PKCS#8', { kind: 'ecdsa', bits: 521, format: 'PKCS8' }],
    ['RSA, OpenSSH', { kind: 'rsa' }],
    ['RSA, PEM', { kind: 'rsa', format: 'PEM' }],
    ['RSA, PKCS#8', { kind: 'rsa', format: 'PKCS8' }],
  ];

  it.each(kinds)('reads %s: the fingerprint is what ssh-keygen prints', async (_title, options) => {
    const made = await key(options);
    expect(await parsePrivateKey(made.privateKey)).toMatchObject({ ok: true, value: { fingerprint: made.fingerprint } });
    expect(await parsePrivateKey(made.privateKey.replaceAll('\n', '\r\n'))).toMatchObject({ ok: true });
  });

  it.each(kinds)('%s with a passphrase: right one, wrong one, none', async (_title, options) => {
    const made = await key({ ...options, passphrase: 'correct horse' });
    // ssh-keygen writes ed25519 only in its own format, whatever is asked for.
    expect(reason(await parsePrivateKey(made.privateKey, 'correct horse'))).toBe('ok');
    expect(reason(await parsePrivateKey(made.privateKey, 'wrong'))).toBe('passphrase-wrong');
    expect(reason(await parsePrivateKey(made.privateKey))).toBe('passphrase-missing');
  });

  it('says what is wrong with what is no private key', async () => {
    const made = await key({});
    expect(reason(await parsePrivateKey(made.publicKey))).toBe('key-unreadable');
    expect(reason(await parsePrivateKey('not a key at all'))).toBe('key-unreadable');
    expect(reason(await parsePrivateKey(made.privateKey.slice(0, 200)))).toBe('key-unreadable');
    const exotic = await key({ passphrase: 'x', cipher: 'chacha20-poly1305@openssh.com' });
    expect(reason(await parsePrivateKey(exotic.privateKey, 'x'))).toBe('key-unsupported');
  });

  it('takes a certificate only with the key it was made for', async () => {
    const [ca, mine, other] = [await key({}), await key({}), await key({})];
    const certificate = await signUserKey(ca, mine, 'root');
    expect((await checkCredential({ kind: 'certificate', privateKey: mine.privateKey, certificate })).ok).toBe(true);
    expect(await checkCredential({ kind: 'certificate', privateKey: other.privateKey, certificate })).toMatchObject({
      fault: { params: { reason: 'certificate-of-other-key' } },
    });
    expect(await checkCredential({ kind: 'certificate', privateKey: mine.privateKey, certificate: mine.publicKey })).toMatchObject({
      fault: { params: { reason: 'certificate-unreadable' } },
    });
  });
});
