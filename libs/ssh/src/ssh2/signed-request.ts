import type { ParsedKey } from 'ssh2';
import { sshString } from '../openssh-key.js';
import { signWith } from './raw-keys.js';

const USERAUTH_REQUEST = Buffer.from([50]);
const WITH_SIGNATURE = Buffer.from([1]);

interface Signer {
  readonly signature: string;
  readonly hash?: string;
}

/** RSA signs with SHA-2 (RFC 8332); every other key under its own name. */
const signerOf = (keyType: string): Signer =>
  keyType === 'ssh-rsa' ? { signature: 'rsa-sha2-512', hash: 'sha512' } : { signature: keyType };

/** The name a certificate is offered under: RSA ones under their SHA-2 name, with the blob unchanged (PROTOCOL.certkeys, OpenSSH 7.8). */
const offeredAs = (certificateType: string): string =>
  certificateType.startsWith('ssh-rsa-') ? 'rsa-sha2-512-cert-v01@openssh.com' : certificateType;

/** ECDSA signatures leave Node as DER and travel as two mpints (RFC 5656, section 3.1.2). */
function ecdsaFields(der: Buffer): Buffer {
  const first = der[1] === 0x81 ? 3 : 2;
  const integer = (at: number): Buffer => der.subarray(at + 2, at + 2 + (der[at + 1] ?? 0));
  const r = integer(first);
  const s = integer(first + 2 + r.length);
  return Buffer.concat([sshString(r), sshString(s)]);
}

function sign(key: ParsedKey, data: Buffer): Buffer {
  const { signature, hash } = signerOf(key.type);
  const raw = signWith(key, data, hash);
  return Buffer.concat([sshString(signature), sshString(key.type.startsWith('ecdsa-') ? ecdsaFields(raw) : raw)]);
}

export interface SignedLogin {
  readonly username: string;
  readonly sessionId: Buffer;
  readonly key: ParsedKey;
  /** Offered in the place of the key itself. */
  readonly certificate?: { readonly type: string; readonly blob: Buffer };
}

/**
 * The signed sign-in request (RFC 4252, section 7) with a public key or an OpenSSH user certificate. ssh2 1.17 knows no
 * certificates (its issue 551), and asks before it signs: a round trip, and a look-up at the server, that say nothing new.
 */
export function signedRequest({ username, sessionId, key, certificate }: SignedLogin): Buffer {
  const body = Buffer.concat([
    USERAUTH_REQUEST,
    sshString(username),
    sshString('ssh-connection'),
    sshString('publickey'),
    WITH_SIGNATURE,
    sshString(certificate ? offeredAs(certificate.type) : signerOf(key.type).signature),
    sshString(certificate ? certificate.blob : key.getPublicSSH()),
  ]);
  return Buffer.concat([body, sshString(sign(key, Buffer.concat([sshString(sessionId), body])))]);
}
