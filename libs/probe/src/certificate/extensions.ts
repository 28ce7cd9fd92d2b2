import { parseAddress } from '@stellwerk/domain';
import { Malformed } from '../malformed.js';
import { context, type Der, type Element, TAG } from './der.js';
import { plainText } from './text.js';

/** What the extensions of a certificate say (RFC 5280 §4.2); the words of `CertificateFacts`. */
export interface Extensions {
  dnsNames: string[];
  ipAddresses: string[];
  subjectAltNameCount: number;
  extendedKeyUsage: string[] | null;
  keyUsage: string[] | null;
  isCa: boolean;
  crlUrls: string[];
  ocspUrls: string[];
  issuerUrls: string[];
  sctCount: number;
}

export const noExtensions = (): Extensions => ({
  dnsNames: [],
  ipAddresses: [],
  subjectAltNameCount: 0,
  extendedKeyUsage: null,
  keyUsage: null,
  isCa: false,
  crlUrls: [],
  ocspUrls: [],
  issuerUrls: [],
  sctCount: 0,
});

/** More names than any authority puts into one certificate are counted, not listed. */
export const NAMES_LISTED = 100;
const EXTENSIONS_MAX = 64;
const URLS_MAX = 16;
const URL_MAX = 2_048;
const PURPOSES_MAX = 64;
/** The longest host name (RFC 1035 §2.3.4). */
const NAME_MAX = 253;

/** In the order of their bits (RFC 5280 §4.2.1.3). */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

const GENERAL_NAME_DNS = context(2);
const GENERAL_NAME_URI = context(6);
const GENERAL_NAME_IP = context(7);

/** True for a name that `wanted` is, or that covers it with a wildcard for its first label. */
const covers = (name: string, wanted: string): boolean => name === wanted || name === `*.${wanted.slice(wanted.indexOf('.') + 1)}`;

function address(bytes: Buffer): string {
  const text =
    bytes.length === 4
      ? bytes.join('.')
      : bytes.length === 16
        ? Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16)).join(':')
        : null;
  return (text === null ? null : parseAddress(text)?.canonical) ?? `#${bytes.subarray(0, 32).toString('hex')}`;
}

type Reader = (der: Der, value: Der, into: Extensions, wanted: string | null) => void;

const subjectAltName: Reader = (der, value, into, wanted) => {
  const names = der.enter(value.next(TAG.sequence));
  while (!names.done) {
    const name = names.next();
    into.subjectAltNameCount += 1;
    if (name.tag === GENERAL_NAME_IP && into.ipAddresses.length < NAMES_LISTED) into.ipAddresses.push(address(der.content(name)));
    if (name.tag !== GENERAL_NAME_DNS) continue;
    const listed = into.dnsNames.length < NAMES_LISTED;
    if (!listed && wanted === null) continue;
    const text = plainText(der.content(name).toString('latin1').toLowerCase(), NAME_MAX);
    if (listed) into.dnsNames.push(text);
    else if (wanted !== null && covers(text, wanted) && !into.dnsNames.includes(text))
      into.dnsNames = [text, ...into.dnsNames.slice(0, -1)];
  }
};

const extendedKeyUsage: Reader = (der, value, into) => {
  const purposes = der.enter(value.next(TAG.sequence));
  const found: string[] = [];
  while (!purposes.done && found.length < PURPOSES_MAX) found.push(der.oid(purposes.next(TAG.oid)));
  into.extendedKeyUsage = found;
};

const keyUsage: Reader = (der, value, into) => {
  const bytes = der.content(value.next(TAG.bitString)).subarray(1);
  into.keyUsage = KEY_USAGES.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
};

const basicConstraints: Reader = (der, value, into) => {
  const ca = der.enter(value.next(TAG.sequence)).optional(TAG.boolean);
  into.isCa = ca !== null && der.content(ca).some((byte) => byte !== 0);
};

const url = (der: Der, name: Element): string => plainText(der.content(name).toString('latin1'), URL_MAX);

const crlDistributionPoints: Reader = (der, value, into) => {
  const points = der.enter(value.next(TAG.sequence));
  while (!points.done && into.crlUrls.length < URLS_MAX) {
    const where = der.enter(points.next(TAG.sequence)).optional(context(0, true));
    const full = where === null ? null : der.enter(where).optional(context(0, true));
    const names = full === null ? null : der.enter(full);
    while (names !== null && !names.done && into.crlUrls.length < URLS_MAX) {
      const name = names.next();
      if (name.tag === GENERAL_NAME_URI) into.crlUrls.push(url(der, name));
    }
  }
};

const authorityInfoAccess: Reader = (der, value, into) => {
  const ways = der.enter(value.next(TAG.sequence));
  while (!ways.done) {
    const way = der.enter(ways.next(TAG.sequence));
    const method = der.oid(way.next(TAG.oid));
    const name = way.next();
    const list = method === '1.3.6.1.5.5.7.48.1' ? into.ocspUrls : method === '1.3.6.1.5.5.7.48.2' ? into.issuerUrls : null;
    if (name.tag === GENERAL_NAME_URI && list !== null && list.length < URLS_MAX) list.push(url(der, name));
  }
};

/** RFC 6962 §3.3: an OCTET STRING inside the OCTET STRING, a list in TLS's own encoding. */
const signedTimestamps: Reader = (der, value, into) => {
  const list = der.content(value.next(TAG.octetString));
  if (list.length < 2 || list.readUInt16BE(0) !== list.length - 2) throw new Malformed('a list of timestamps of the wrong length');
  for (let at = 2; at < list.length; into.sctCount += 1) {
    if (at + 2 > list.length) throw new Malformed('a timestamp that ends too early');
    at += 2 + list.readUInt16BE(at);
    if (at > list.length) throw new Malformed('a timestamp that ends too early');
  }
};

const READERS: Readonly<Record<string, Reader>> = {
  '2.5.29.15': keyUsage,
  '2.5.29.17': subjectAltName,
  '2.5.29.19': basicConstraints,
  '2.5.29.31': crlDistributionPoints,
  '2.5.29.37': extendedKeyUsage,
  '1.3.6.1.5.5.7.1.1': authorityInfoAccess,
  '1.3.6.1.4.1.11129.2.4.2': signedTimestamps,
};

/**
 * Reads those extensions that the rules ask about. One that stands there twice makes the certificate ambiguous (RFC 5280 §4.2 forbids
 * it) and therefore malformed.
 * @param wanted lower-case host name that is listed even when it comes after the hundredth
 */
export function readExtensions(der: Der, element: Element, wanted: string | null): Extensions {
  const into = noExtensions();
  const list = der.enter(der.enter(element).next(TAG.sequence));
  const seen = new Set<string>();
  for (let count = 0; !list.done; count += 1) {
    if (count >= EXTENSIONS_MAX) throw new Malformed(`more than ${EXTENSIONS_MAX} extensions`);
    const extension = der.enter(list.next(TAG.sequence));
    const oid = der.oid(extension.next(TAG.oid));
    extension.optional(TAG.boolean);
    const value = extension.next(TAG.octetString);
    if (seen.has(oid)) throw new Malformed('an extension that stands there twice');
    seen.add(oid);
    READERS[oid]?.(der, der.enter(value), into, wanted);
  }
  return into;
}
