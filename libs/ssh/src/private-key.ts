import { failed, fault, type Credential, type Result } from '@stellwerk/domain';

export interface PrivateKeyFacts {
  /** ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa … */
  readonly type: string;
  /** Fingerprint of the public half. */
  readonly fingerprint: string;
}

/** Checks a private key and its passphrase without connecting: OpenSSH, PEM (PKCS#1, SEC1), PKCS#8 and PuTTY's format. Fault: `credential-unusable`. */
export function parsePrivateKey(_privateKey: string, _passphrase?: string | null): Result<PrivateKeyFacts> {
  return failed(fault('internal-error'));
}

/** Checks any credential for what can be known without connecting. Null when nothing is wrong, else `credential-unusable` with a `reason`. */
export function checkCredential(_credential: Credential): Result<null> {
  return failed(fault('internal-error'));
}
