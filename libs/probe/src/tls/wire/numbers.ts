import type { TlsVersion } from '@stellwerk/domain';

/** Versions as they stand on the wire. */
export const VERSION_CODES: Readonly<Record<TlsVersion, number>> = {
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
};
const VERSION_NAMES = new Map(Object.entries(VERSION_CODES).map(([name, code]) => [code, name as TlsVersion]));
export const versionName = (code: number): TlsVersion | null => VERSION_NAMES.get(code) ?? null;

export const RECORD = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;
export const MESSAGE = {
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
  messageHash: 254,
} as const;
export const EXTENSION = {
  serverName: 0,
  supportedGroups: 10,
  pointFormats: 11,
  signatureAlgorithms: 13,
  extendedMasterSecret: 23,
  supportedVersions: 43,
  cookie: 44,
  pskModes: 45,
  keyShare: 51,
  renegotiationInfo: 0xff01,
} as const;
export const ALERT = { closeNotify: 0, handshakeFailure: 40, certificateRequired: 116 } as const;

/** Groups of TLS 1.3 by their IANA names, in the order they are asked for: hybrid ones with ML-KEM first. */
export const GROUPS = {
  X25519MLKEM768: 0x11ec,
  SecP256r1MLKEM768: 0x11eb,
  SecP384r1MLKEM1024: 0x11ed,
  x25519: 0x001d,
  secp256r1: 0x0017,
  secp384r1: 0x0018,
  secp521r1: 0x0019,
  x448: 0x001e,
  ffdhe2048: 0x0100,
  ffdhe3072: 0x0101,
  ffdhe4096: 0x0102,
} as const;
export type GroupName = keyof typeof GROUPS;
export const POST_QUANTUM: readonly GroupName[] = ['X25519MLKEM768', 'SecP256r1MLKEM768', 'SecP384r1MLKEM1024'];

/** Signature schemes (RFC 8446 §4.2.3) we can verify, and the SHA-1 ones that old servers insist on being offered. */
export const SIGNATURE_SCHEMES = [
  0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0603, 0x0806, 0x0601, 0x0807, 0x0808, 0x0809, 0x080a, 0x080b, 0x0203, 0x0201,
] as const;
