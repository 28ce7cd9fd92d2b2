import { createPrivateKey } from 'node:crypto';
import { type Credential, failed, fault, ok, type Result } from '@stellwerk/domain';
import type { ParsedKey } from 'ssh2';
import { readHostKey, stringAt } from './host-key.js';
import { writeEd25519 } from './openssh-key.js';
import { utils } from './ssh2/library.js';
import { unlock } from './ssh2/unlock.js';

export interface PrivateKeyFacts {
  /** ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa … */
  readonly type: string;
  /** Fingerprint of the public half. */
  readonly fingerprint: string;
}

/** Why a credential cannot be used; `reason` of the fault, for forms that point at the field. */
export type UnusableReason =
  'passphrase-missing' | 'passphrase-wrong' | 'key-unreadable' | 'key-unsupported' | 'certificate-unreadable' | 'certificate-of-other-key';

const unusable = (reason: UnusableReason, detail: string): Result<never> => failed(fault('credential-unusable', { reason, detail }));

const PKCS8 = /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/;

/** Rewrites PKCS#8 (RFC 5958), which ssh2 does not read, as the form it does: PKCS#1, SEC1, or OpenSSH's own for ed25519. */
function fromPkcs8(text: string, passphrase: string | undefined): Result<string> {
  if (text.includes('ENCRYPTED') && !passphrase) return unusable('passphrase-missing', 'encrypted PKCS#8 key without a passphrase');
  try {
    const key = createPrivateKey({ key: text, format: 'pem', passphrase });
    if (key.asymmetricKeyType === 'rsa') return ok(key.export({ type: 'pkcs1', format: 'pem' }) as string);
    if (key.asymmetricKeyType === 'ec') return ok(key.export({ type: 'sec1', format: 'pem' }) as string);
    if (key.asymmetricKeyType !== 'ed25519') return unusable('key-unsupported', `key type ${key.asymmetricKeyType ?? 'unknown'}`);
    const { d, x } = key.export({ format: 'jwk' });
    return ok(writeEd25519(Buffer.from(d ?? '', 'base64url'), Buffer.from(x ?? '', 'base64url')));
  } catch (error) {
    return text.includes('ENCRYPTED')
      ? unusable('passphrase-wrong', 'the passphrase does not open this key')
      : unusable('key-unreadable', detailOf(error));
  }
}

const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 120);

/** Turns what ssh2 says about an unreadable key into a reason a form can show. */
function classify(message: string, passphrase: string | undefined): Result<never> {
  if (/no passphrase given/i.test(message)) return unusable('passphrase-missing', 'the key is encrypted and no passphrase was given');
  if (/bad passphrase|bad decrypt|integrity check failed/i.test(message))
    return unusable('passphrase-wrong', 'the passphrase does not open this key');
  if (/initialization vector/i.test(message))
    return unusable('key-unsupported', 'the key file is encrypted with a cipher that ssh2 does not read; write it anew with ssh-keygen -p');
  if (/unsupported|not supported/i.test(message) && !/key format/i.test(message)) return unusable('key-unsupported', message);
  // A PEM key decrypted with a wrong passphrase can also come out as well-padded nonsense.
  if (passphrase && /malformed/i.test(message)) return unusable('passphrase-wrong', 'the passphrase does not open this key');
  return unusable('key-unreadable', message);
}

/** A private key ready for use, with its text in a form that both ssh2 and ssh read: never encrypted, never PKCS#8. */
export interface UsableKey {
  readonly key: ParsedKey;
  readonly text: string;
}

const isEncrypted = (text: string): boolean => {
  const parsed: unknown = utils.parseKey(text);
  return parsed instanceof Error && /no passphrase given|passphrase/i.test(parsed.message);
};

/** The key without its passphrase. */
async function opened(given: string, passphrase: string | undefined): Promise<Result<string>> {
  if (PKCS8.test(given)) return fromPkcs8(given, passphrase);
  if (!passphrase || !isEncrypted(given)) return ok(given);
  const unlocked = await unlock(given, passphrase);
  if ('error' in unlocked) return classify(unlocked.error, passphrase);
  return PKCS8.test(unlocked.pem) ? fromPkcs8(unlocked.pem, undefined) : ok(unlocked.pem);
}

/** Reads a private key; the work behind {@link parsePrivateKey} and every sign-in. */
export async function usablePrivateKey(privateKey: string, passphrase?: string | null): Promise<Result<UsableKey>> {
  const secret = passphrase ?? undefined;
  const plain = await opened(privateKey.replace(/\r\n?/g, '\n').trim(), secret);
  if (!plain.ok) return plain;
  try {
    // OpenSSH's format may hold several keys; nobody writes more than one.
    const [key] = [utils.parseKey(plain.value)].flat() as [ParsedKey | Error | undefined];
    if (key instanceof Error) return classify(key.message, secret);
    if (!key?.isPrivateKey()) return unusable('key-unreadable', 'this is a public key, not a private one');
    return ok({ key, text: `${plain.value.trim()}\n` });
  } catch (error) {
    return classify(detailOf(error), secret);
  }
}

/** Checks a private key and its passphrase without connecting: OpenSSH, PEM (PKCS#1, SEC1), PKCS#8 and PuTTY's format. Fault: `credential-unusable`. */
export async function parsePrivateKey(privateKey: string, passphrase?: string | null): Promise<Result<PrivateKeyFacts>> {
  const usable = await usablePrivateKey(privateKey, passphrase);
  if (!usable.ok) return usable;
  const facts = readHostKey(usable.value.key.getPublicSSH());
  return facts ? ok({ type: facts.type, fingerprint: facts.fingerprint }) : unusable('key-unreadable', 'the public half cannot be read');
}

const CERTIFICATE = /-cert-v01@openssh\.com$/;

/** Reads the line of an OpenSSH user certificate (PROTOCOL.certkeys): its type and blob. */
export function readCertificate(line: string, key: ParsedKey): Result<{ readonly type: string; readonly blob: Buffer }> {
  const blob = Buffer.from(line.trim().split(/\s+/)[1] ?? '', 'base64');
  const type = stringAt(blob, 0)?.toString('latin1') ?? '';
  if (!CERTIFICATE.test(type)) return unusable('certificate-unreadable', 'this is not an OpenSSH user certificate');
  // After type and nonce stand the public key's own fields, in the order in which they stand in the key's blob.
  const own = key.getPublicSSH();
  const fields = own.subarray(4 + (stringAt(own, 0)?.length ?? 0));
  const nonce = stringAt(blob, 4 + type.length);
  const at = 8 + type.length + (nonce?.length ?? 0);
  if (!blob.subarray(at, at + fields.length).equals(fields))
    return unusable('certificate-of-other-key', 'the certificate belongs to another key');
  return ok({ type, blob });
}

/** Checks any credential for what can be known without connecting. Fault: `credential-unusable` with a `reason` ({@link UnusableReason}). */
export async function checkCredential(credential: Credential): Promise<Result<null>> {
  if (credential.kind === 'password' || credential.kind === 'keyboard-interactive') return ok(null);
  const usable = await usablePrivateKey(credential.privateKey, credential.passphrase);
  if (!usable.ok) return usable;
  if (credential.kind === 'private-key') return ok(null);
  const certificate = readCertificate(credential.certificate, usable.value.key);
  return certificate.ok ? ok(null) : certificate;
}
