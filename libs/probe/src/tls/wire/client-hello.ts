import { isIP } from 'node:net';
import { list16, uint, vector } from './cursor.js';
import { EXTENSION, MESSAGE, RECORD, SIGNATURE_SCHEMES } from './numbers.js';

export interface KeyShare {
  readonly group: number;
  readonly key: Buffer;
}

export interface ClientHello {
  /** `legacy_version`; TLS 1.3 is offered through `versions` (RFC 8446 §4.1.2). */
  readonly version: number;
  readonly versions: readonly number[];
  readonly suites: readonly number[];
  readonly groups: readonly number[];
  /** Null: no such extension (before TLS 1.3). Empty: the server is asked to name the group it wants. */
  readonly keyShares: readonly KeyShare[] | null;
  readonly serverName: string | null;
  /** 32 bytes. */
  readonly random: Buffer;
  readonly sessionId: Buffer;
  readonly cookie: Buffer | null;
}

const extension = (type: number, body: Buffer): Buffer => Buffer.concat([uint(2, type), vector(2, body)]);

/** SNI is a name in ASCII, never an address (RFC 6066 §3). */
const isName = (name: string): boolean => isIP(name) === 0 && /^[\x21-\x7e]{1,253}$/.test(name);

const POINT_FORMATS = extension(EXTENSION.pointFormats, vector(1, uint(1, 0)));
const SIGNATURES = extension(EXTENSION.signatureAlgorithms, vector(2, list16(SIGNATURE_SCHEMES)));
const MASTER_SECRET = extension(EXTENSION.extendedMasterSecret, Buffer.alloc(0));
const RENEGOTIATION = extension(EXTENSION.renegotiationInfo, vector(1));
/** No session is ever resumed; some servers insist on the extension nevertheless (RFC 8446 §4.2.9). */
const PSK_MODES = extension(EXTENSION.pskModes, vector(1, uint(1, 1)));

function extensions(hello: ClientHello): Buffer {
  const parts: Buffer[] = [];
  if (hello.serverName !== null && isName(hello.serverName))
    parts.push(extension(EXTENSION.serverName, vector(2, uint(1, 0), vector(2, Buffer.from(hello.serverName, 'latin1')))));
  if (hello.groups.length > 0) parts.push(extension(EXTENSION.supportedGroups, vector(2, list16(hello.groups))), POINT_FORMATS);
  if (hello.version >= 0x0303) parts.push(SIGNATURES);
  parts.push(MASTER_SECRET, RENEGOTIATION);
  if (hello.versions.length > 0) parts.push(extension(EXTENSION.supportedVersions, vector(1, list16(hello.versions))));
  if (hello.keyShares !== null) {
    const shares = hello.keyShares.map(({ group, key }) => Buffer.concat([uint(2, group), vector(2, key)]));
    parts.push(PSK_MODES, extension(EXTENSION.keyShare, vector(2, ...shares)));
  }
  if (hello.cookie !== null) parts.push(extension(EXTENSION.cookie, vector(2, hello.cookie)));
  return vector(2, ...parts);
}

/** A handshake message with its header. */
export const message = (type: number, body: Buffer): Buffer => Buffer.concat([uint(1, type), vector(3, body)]);

/** The message itself; SSLv3 knows no extensions. */
export function clientHello(hello: ClientHello): Buffer {
  const body = [
    uint(2, hello.version),
    hello.random,
    vector(1, hello.sessionId),
    vector(2, list16(hello.suites)),
    vector(1, uint(1, 0)),
    ...(hello.version > 0x0300 ? [extensions(hello)] : []),
  ];
  return message(MESSAGE.clientHello, Buffer.concat(body));
}

/** A record in the clear. The first one says 3.1 whatever comes, since old servers refuse more (RFC 8446 §5.1). */
export const record = (type: number, version: number, body: Buffer): Buffer =>
  Buffer.concat([uint(1, type), uint(2, version), vector(2, body)]);

export const helloRecord = (hello: ClientHello, bytes = clientHello(hello)): Buffer =>
  record(RECORD.handshake, Math.min(hello.version, 0x0301), bytes);
