import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type KeyKind = 'ed25519' | 'ecdsa' | 'rsa';

/** A key pair made by `ssh-keygen`; both halves as text, and the path of the private one. */
export interface KeyPair {
  readonly path: string;
  readonly privateKey: string;
  readonly publicKey: string;
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
}

export interface KeyOptions {
  readonly kind?: KeyKind;
  readonly passphrase?: string;
  /** Bits; RSA 2048 and ECDSA 256 unless told. */
  readonly bits?: number;
  /** File format of the private half; OpenSSH's own unless told. */
  readonly format?: 'RFC4716' | 'PEM' | 'PKCS8';
  /** Cipher of the encrypted OpenSSH format (`ssh-keygen -Z`). */
  readonly cipher?: string;
}

/** Makes a key pair at `path` (and `path.pub`), replacing what is there. */
export async function makeKey(path: string, options: KeyOptions = {}): Promise<KeyPair> {
  const kind = options.kind ?? 'ed25519';
  const bits = options.bits ?? { ed25519: 256, ecdsa: 256, rsa: 2048 }[kind];
  await Promise.all([rm(path, { force: true }), rm(`${path}.pub`, { force: true })]);
  const format = options.format ? ['-m', options.format] : [];
  const cipher = options.cipher ? ['-Z', options.cipher] : [];
  // One round of the key derivation instead of 16: nobody attacks these, and every reader has to count along.
  const rounds = options.passphrase ? ['-a', '1'] : [];
  await run('ssh-keygen', [
    '-q',
    '-t',
    kind,
    '-b',
    String(bits),
    ...format,
    ...cipher,
    ...rounds,
    '-N',
    options.passphrase ?? '',
    '-C',
    'test',
    '-f',
    path,
  ]);
  const listed = await run('ssh-keygen', ['-l', '-f', `${path}.pub`]);
  return {
    path,
    privateKey: await readFile(path, 'utf8'),
    publicKey: (await readFile(`${path}.pub`, 'utf8')).trim(),
    fingerprint: listed.stdout.split(' ')[1] ?? '',
  };
}

/** Signs `user`'s public key with the certificate authority `ca`; returns the certificate line. */
export async function signUserKey(ca: KeyPair, user: KeyPair, principal: string): Promise<string> {
  await run('ssh-keygen', ['-q', '-s', ca.path, '-I', 'test', '-n', principal, '-V', '-5m:+1h', `${user.path}.pub`]);
  return (await readFile(`${user.path}-cert.pub`, 'utf8')).trim();
}
