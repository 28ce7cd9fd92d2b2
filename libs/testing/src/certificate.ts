import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** Encodes one element of DER, however long. */
export const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const size = content.length.toString(16);
  const length =
    content.length < 0x80 ? Buffer.from([content.length]) : Buffer.from(size.padStart(size.length + (size.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from(content.length < 0x80 ? [tag] : [tag, 0x80 | length.length]), length, content]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const octets = (...parts: readonly Uint8Array[]): Buffer => der(0x04, ...parts);

/** An object identifier out of its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (arc: number): number[] =>
    arc < 128 ? [arc] : [...base128(Math.floor(arc / 128)).map((byte) => byte | 0x80), arc % 128];
  return der(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280 §4.1.2.5). */
function time(date: Date): Buffer {
  const text = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}

/** What a name is made of; strings are written as UTF-8, bytes as they are. */
export type NameParts = readonly (readonly [type: 'CN' | 'O' | 'C', value: string | Uint8Array])[];
const NAME_TYPES = { CN: '2.5.4.3', O: '2.5.4.10', C: '2.5.4.6' } as const;
const nameOf = (parts: NameParts): Buffer =>
  sequence(...parts.map(([type, value]) => der(0x31, sequence(oid(NAME_TYPES[type]), der(0x0c, Buffer.from(value as string))))));

/** A certificate with its key, as bytes and as text. */
export interface TestCertificate {
  readonly der: Buffer;
  readonly pem: string;
  readonly key: string;
  readonly subject: NameParts;
}

export interface CertificateRequest {
  /** A common name, or more. */
  readonly subject: string | NameParts;
  /** Itself unless told. */
  readonly issuer?: TestCertificate;
  readonly notBefore?: Date;
  /** The last valid second. */
  readonly notAfter?: Date;
  /** As strings in Latin-1, so that anything can be said: `good.example\0.evil.example`. */
  readonly dnsNames?: readonly string[];
  /** 4, 16 or, to be wrong, any other number of bytes. */
  readonly ipAddresses?: readonly Uint8Array[];
  /** OIDs. */
  readonly extendedKeyUsage?: readonly string[];
  /** The bits of RFC 5280 §4.2.1.3 from the left. */
  readonly keyUsage?: number;
  readonly ca?: boolean;
  /** The content of the INTEGER; random and positive unless told. */
  readonly serial?: Uint8Array;
  readonly crlUrls?: readonly string[];
  readonly ocspUrls?: readonly string[];
  readonly issuerUrls?: readonly string[];
  /** How many timestamps of certificate transparency it carries; their content is random. */
  readonly sctCount?: number;
  /** More extensions: OID and the content of the OCTET STRING. */
  readonly extensions?: readonly (readonly [string, Uint8Array])[];
  readonly key?: 'P-256' | 'P-384' | 'rsa-1024' | 'rsa-2048' | 'ed25519';
  /** The signature's hash; SHA-256 unless told. */
  readonly hash?: 'sha1' | 'sha256' | 'sha384';
  /** Signs with another key than the issuer's: a forgery. */
  readonly forged?: boolean;
}

const SIGNATURES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  rsa: { sha1: '1.2.840.113549.1.1.5', sha256: '1.2.840.113549.1.1.11', sha384: '1.2.840.113549.1.1.12' },
  ec: { sha1: '1.2.840.10045.4.1', sha256: '1.2.840.10045.4.3.2', sha384: '1.2.840.10045.4.3.3' },
};
const signatureOf = (key: KeyObject, hash: string): Buffer => {
  const kind = key.asymmetricKeyType ?? '';
  if (kind === 'ed25519') return sequence(oid('1.3.101.112'));
  return sequence(oid(SIGNATURES[kind]?.[hash] ?? ''), ...(kind === 'rsa' ? [der(0x05)] : []));
};

function makeKey(kind: NonNullable<CertificateRequest['key']>): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  if (kind === 'ed25519') return generateKeyPairSync('ed25519');
  if (kind === 'P-256' || kind === 'P-384') return generateKeyPairSync('ec', { namedCurve: kind });
  return generateKeyPairSync('rsa', { modulusLength: kind === 'rsa-1024' ? 1_024 : 2_048 });
}

const uri = (url: string): Buffer => der(0x86, Buffer.from(url, 'latin1'));
const vector16 = (content: Buffer): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length);
  return Buffer.concat([length, content]);
};

function extensionsOf(request: CertificateRequest): readonly (readonly [string, Uint8Array])[] {
  const names = [
    ...(request.dnsNames ?? []).map((name) => der(0x82, Buffer.from(name, 'latin1'))),
    ...(request.ipAddresses ?? []).map((bytes) => der(0x87, bytes)),
  ];
  const ways = [
    ...(request.ocspUrls ?? []).map((url) => sequence(oid('1.3.6.1.5.5.7.48.1'), uri(url))),
    ...(request.issuerUrls ?? []).map((url) => sequence(oid('1.3.6.1.5.5.7.48.2'), uri(url))),
  ];
  const points = (request.crlUrls ?? []).map((url) => sequence(der(0xa0, der(0xa0, uri(url)))));
  const stamps = Array.from({ length: request.sctCount ?? 0 }, () => vector16(randomBytes(118)));
  const usage = request.keyUsage ?? (request.ca === true ? 0b0000_0110 : null);
  const all: (readonly [string, Uint8Array] | null)[] = [
    request.ca === true ? ['2.5.29.19', sequence(der(0x01, Buffer.from([0xff])))] : null,
    usage === null ? null : ['2.5.29.15', der(0x03, Buffer.from([0, usage]))],
    names.length > 0 ? ['2.5.29.17', sequence(...names)] : null,
    request.extendedKeyUsage === undefined ? null : ['2.5.29.37', sequence(...request.extendedKeyUsage.map(oid))],
    points.length > 0 ? ['2.5.29.31', sequence(...points)] : null,
    ways.length > 0 ? ['1.3.6.1.5.5.7.1.1', sequence(...ways)] : null,
    stamps.length > 0 ? ['1.3.6.1.4.1.11129.2.4.2', octets(vector16(Buffer.concat(stamps)))] : null,
    ...(request.extensions ?? []),
  ];
  return all.filter((one) => one !== null);
}

const DAY_MS = 86_400_000;

/**
 * Makes a certificate (RFC 5280) exactly as asked for, mistakes included, without openssl and within a millisecond or two. Each has a key of
 * its own; nothing is written anywhere.
 */
export function makeCertificate(request: CertificateRequest): TestCertificate {
  const { privateKey, publicKey } = makeKey(request.key ?? 'P-256');
  const subject: NameParts = typeof request.subject === 'string' ? [['CN', request.subject]] : request.subject;
  const issuerKey = request.issuer === undefined ? privateKey : createPrivateKey(request.issuer.key);
  const signing = request.forged === true ? makeSame(issuerKey) : issuerKey;
  const hash = request.hash ?? 'sha256';
  const algorithm = signatureOf(signing, hash);
  const extensions = extensionsOf(request).map(([type, content]) => sequence(oid(type), octets(content)));
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, request.serial ?? Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(request.issuer?.subject ?? subject),
    sequence(time(request.notBefore ?? new Date(Date.now() - 2 * DAY_MS)), time(request.notAfter ?? new Date(Date.now() + DAY_MS))),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []),
  );
  const signature = sign(signing.asymmetricKeyType === 'ed25519' ? null : hash, toBeSigned, signing);
  const bytes = sequence(toBeSigned, algorithm, der(0x03, Buffer.from([0]), signature));
  return { der: bytes, pem: pemOf(bytes), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), subject };
}

/** Another key of the same kind. */
function makeSame(key: KeyObject): KeyObject {
  const kind = key.asymmetricKeyType;
  return makeKey(kind === 'rsa' ? 'rsa-2048' : kind === 'ed25519' ? 'ed25519' : 'P-256').privateKey;
}

/** DER as PEM. */
export const pemOf = (bytes: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${(
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END CERTIFICATE-----\n`;
