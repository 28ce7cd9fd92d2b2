import { type Der, type Element, TAG } from './der.js';
import { plainText } from './text.js';

/** Attribute types that a distinguished name is made of (RFC 4514 §3, RFC 5280 §4.1.2.4, EV guidelines); others appear by their OID. */
const TYPES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'GN',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};
const ATTRIBUTES_MAX = 64;
const VALUE_MAX = 256;

export interface DistinguishedName {
  /** Most specific first, `CN=…, O=…`. */
  readonly line: string;
  /** The first value of an attribute, by its short name. */
  first(type: 'CN' | 'O'): string | null;
}

/** ASN.1's character sets: UTF-8, BMP and Universal by what they are, everything older as Latin-1. */
function decode(bytes: Buffer, tag: number): string {
  if (tag === 0x0c) return bytes.toString('utf8');
  if (tag === 0x1e)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  if (tag === 0x1c) return Array.from({ length: bytes.length >> 2 }, (_, i) => codePoint(bytes.readUInt32BE(i * 4))).join('');
  return bytes.toString('latin1');
}
const codePoint = (value: number): string => (value > 0x10ffff ? '\ufffd' : String.fromCodePoint(value));

/** Reads a Name (RFC 5280 §4.1.2.4). What comes after 64 attributes is left out. */
export function readName(der: Der, element: Element): DistinguishedName {
  const parts: string[] = [];
  const firsts = new Map<string, string>();
  const relative = der.enter(element);
  let count = 0;
  while (!relative.done && count < ATTRIBUTES_MAX) {
    const set = der.enter(relative.next(TAG.set));
    const values: string[] = [];
    while (!set.done && count < ATTRIBUTES_MAX) {
      count += 1;
      const pair = der.enter(set.next(TAG.sequence));
      const oid = der.oid(pair.next(TAG.oid));
      const value = pair.next();
      const text = plainText(decode(der.content(value).subarray(0, VALUE_MAX * 4 + 4), value.tag), VALUE_MAX);
      const type = TYPES[oid] ?? oid;
      if (!firsts.has(type)) firsts.set(type, text);
      values.push(`${type}=${text.replace(/[,+]/g, '\\$&')}`);
    }
    if (values.length > 0) parts.push(values.join('+'));
  }
  return { line: parts.reverse().join(', '), first: (type) => firsts.get(type) ?? null };
}
