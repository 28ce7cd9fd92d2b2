import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate with its key, PEM. */
export interface OwnCertificate {
  readonly cert: string;
  readonly key: string;
}

const TAG = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  time: 0x17,
  extensions: 0xa3,
  version: 0xa0,
  dnsName: 0x82,
};
const OID = {
  ecdsaWithSha256: '06082a8648ce3d040302',
  commonName: '0603550403',
  subjectAltName: '0603551d11',
  extendedKeyUsage: '0603551d25',
  serverAuth: '06082b06010505070301',
  clientAuth: '06082b06010505070302',
};
const DAY_MS = 86_400_000;

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
const oid = (hex: string): Buffer => Buffer.from(hex, 'hex');
/** UTCTime, good until 2049 (RFC 5280 §4.1.2.5.1). */
const time = (ms: number): Buffer => der(TAG.time, Buffer.from(new Date(ms).toISOString().replace(/^\d\d|[-:T]|\.\d+/g, '')));
const extension = (id: string, value: Buffer): Buffer => der(TAG.sequence, oid(id), der(TAG.octets, value));

/**
 * A certificate for a name that nobody vouches for, made anew at every start (RFC 5280; ECDSA on P-256).
 * @param name DNS name, a wildcard too
 * @param now milliseconds since 1970; it is valid from a day before for 90 days
 */
export function makeOwnCertificate(name: string, now: number): OwnCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(TAG.sequence, oid(OID.ecdsaWithSha256));
  const subject = der(TAG.sequence, der(TAG.set, der(TAG.sequence, oid(OID.commonName), der(TAG.utf8, Buffer.from(name.slice(0, 64))))));
  const extensions = der(
    TAG.extensions,
    der(
      TAG.sequence,
      extension(OID.subjectAltName, der(TAG.sequence, der(TAG.dnsName, Buffer.from(name)))),
      extension(OID.extendedKeyUsage, der(TAG.sequence, oid(OID.serverAuth), oid(OID.clientAuth))),
    ),
  );
  const toBeSigned = der(
    TAG.sequence,
    der(TAG.version, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    subject,
    der(TAG.sequence, time(now - DAY_MS), time(now + 90 * DAY_MS)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  );
  const certificate = der(TAG.sequence, toBeSigned, algorithm, der(TAG.bits, Buffer.from([0]), sign('sha256', toBeSigned, privateKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
