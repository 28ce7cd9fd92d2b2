import { randomBytes } from 'node:crypto';

const MAGIC = 'openssh-key-v1\0';
const BLOCK = 8;

/** A length-prefixed string (RFC 4251, section 5). */
export const sshString = (data: Buffer | string): Buffer => {
  const body = Buffer.from(data as Buffer);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
};

const uint32 = (value: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
};

/**
 * Writes an ed25519 key as OpenSSH's own unencrypted file (PROTOCOL.key), for the readers that know ed25519 in no other
 * form: ssh2 1.17, and ssh before 9.6.
 *
 * @param seed the 32 private bytes @param point the 32 public bytes
 */
export function writeEd25519(seed: Buffer, point: Buffer): string {
  const blob = Buffer.concat([sshString('ssh-ed25519'), sshString(point)]);
  const check = randomBytes(4);
  const body = Buffer.concat([
    check,
    check,
    sshString('ssh-ed25519'),
    sshString(point),
    sshString(Buffer.concat([seed, point])),
    sshString(''),
  ]);
  const padding = Buffer.from(Array.from({ length: (BLOCK - (body.length % BLOCK)) % BLOCK }, (_, i) => i + 1));
  const file = Buffer.concat([
    Buffer.from(MAGIC, 'latin1'),
    sshString('none'),
    sshString('none'),
    sshString(''),
    uint32(1),
    sshString(blob),
    sshString(Buffer.concat([body, padding])),
  ]);
  const lines = file.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}
