/** Just enough BER (X.690) for one LDAP message: tag, length, content. */
export function tlv(tag: number, ...content: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  const length = body.length < 0x80 ? Buffer.from([body.length]) : Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

export const int = (value: number): Buffer => tlv(0x02, Buffer.from([value]));
export const enumerated = (value: number): Buffer => tlv(0x0a, Buffer.from([value]));

export interface LdapMessage {
  readonly id: Buffer;
  /** The tag of the operation: 0x60 bind, 0x42 unbind, 0x63 search (RFC 4511). */
  readonly operation: number;
  readonly size: number;
}

/** Reads the frame of the first LDAP message, or null while it is incomplete. */
export function readMessage(bytes: Buffer): LdapMessage | null {
  const first = bytes[1];
  if (first === undefined) return null;
  const extra = first < 0x80 ? 0 : first & 0x7f;
  if (bytes.length < 2 + extra) return null;
  const size = 2 + extra + (extra === 0 ? first : bytes.readUIntBE(2, extra));
  if (bytes.length < size) return null;
  const at = 2 + extra;
  const idLength = bytes[at + 1] ?? 0;
  return { id: bytes.subarray(at, at + 2 + idLength), operation: bytes[at + 2 + idLength] ?? 0, size };
}
