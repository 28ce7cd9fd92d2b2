import ipaddr from 'ipaddr.js';

/** An IP address reduced to its bytes: every notation of the same address becomes the same value. */
export interface Address {
  /** 4 or 16 bytes, network order. */
  readonly bytes: readonly number[];
  /** The one notation we connect to and show: dotted quad, or RFC 5952. */
  readonly canonical: string;
  readonly family: 4 | 6;
}

/**
 * What an address is for. `transition` covers IPv6 forms that carry an IPv4 address through some gateway and have no
 * business in a customer's configuration: Teredo, SIIT, IPv4-compatible, local-use NAT64 (RFC 4380, 2765, 4291, 8215).
 */
export type AddressClass =
  'public' | 'private' | 'loopback' | 'link-local' | 'metadata' | 'multicast' | 'unspecified' | 'broadcast' | 'reserved' | 'transition';

/** A network in CIDR notation, masked. */
export interface Network {
  readonly family: 4 | 6;
  readonly bytes: readonly number[];
  readonly prefix: number;
}

const ipv4 = (bytes: readonly number[]): Address => ({ bytes, canonical: bytes.join('.'), family: 4 });
const ipv6 = (bytes: readonly number[]): Address => ({ bytes, canonical: new ipaddr.IPv6([...bytes]).toRFC5952String(), family: 6 });

/** IPv4 as inet_aton(3) reads it: one to four parts, decimal, octal (leading 0) or hexadecimal (0x), the last part filling the rest. */
function parseInetAton(text: string): readonly number[] | null {
  const parts = text.split('.');
  if (parts.length > 4) return null;
  const numbers: number[] = [];
  for (const part of parts) {
    if (/^0x[0-9a-f]{1,16}$/i.test(part)) numbers.push(parseInt(part.slice(2), 16));
    else if (/^0[0-7]{0,21}$/.test(part)) numbers.push(parseInt(part, 8));
    else if (/^[1-9]\d{0,14}$/.test(part)) numbers.push(Number(part));
    else return null;
  }
  const last = numbers.pop() ?? 0;
  if (numbers.some((n) => n > 255) || last >= 256 ** (4 - numbers.length)) return null;
  let value = last;
  for (const [i, n] of numbers.entries()) value += n * 256 ** (3 - i);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256);
}

/**
 * Reads an address in any notation an operating system's resolver or an attacker might use: dotted quad, decimal, octal
 * and hexadecimal IPv4, brackets, zone ids, a trailing dot, full-width digits. IPv4-mapped IPv6 (`::ffff:…`) becomes the
 * IPv4 address that the kernel would connect to.
 * @returns null when the text is no address (then it is a name)
 */
export function parseAddress(text: string): Address | null {
  let t = text
    .trim()
    .normalize('NFKC')
    .replace(/[\u3002\uff61]/g, '.')
    .toLowerCase();
  if (t.startsWith('[') && t.endsWith(']')) t = t.slice(1, -1);
  t = t.replace(/%.*$/s, '');
  if (t.endsWith('.')) t = t.slice(0, -1);
  if (t === '' || t.length > 64) return null;
  if (!t.includes(':')) {
    const bytes = parseInetAton(t);
    return bytes === null ? null : ipv4(bytes);
  }
  if (!ipaddr.IPv6.isValid(t)) return null;
  const bytes = ipaddr.IPv6.parse(t).toByteArray();
  return startsWith(bytes, MAPPED) ? ipv4(bytes.slice(12)) : ipv6(bytes);
}

/** Reads `10.0.0.0/8`, `2001:db8::/32`, or a bare address (one host). Only plain notations: a rule a person wrote must read as it acts. Null when malformed. */
export function parseCidr(text: string): Network | null {
  const [base = '', length, ...rest] = text.trim().split('/');
  if (rest.length > 0 || !(base.includes(':') ? /^[0-9a-f:.]+$/i : /^(\d{1,3}\.){3}\d{1,3}$/).test(base)) return null;
  if (!base.includes(':') && base.split('.').some((part) => part.length > 1 && part.startsWith('0'))) return null;
  const address = parseAddress(base);
  if (address === null) return null;
  const bits = address.bytes.length * 8;
  const written = length === undefined ? undefined : /^(0|[1-9]\d{0,2})$/.test(length) ? Number(length) : NaN;
  const mapped = base.includes(':') && address.family === 4;
  const prefix = written === undefined ? bits : mapped ? written - 96 : written;
  if (!(prefix >= 0 && prefix <= bits)) return null;
  return { family: address.family, bytes: address.bytes.map((byte, i) => byte & maskByte(prefix, i)), prefix };
}

const maskByte = (prefix: number, index: number): number => (0xff00 >> Math.min(8, Math.max(0, prefix - index * 8))) & 0xff;

/** True when the address lies in the network. Families never mix; mapped addresses were unwrapped by the parser. */
export function cidrContains(network: Network, address: Address): boolean {
  return (
    network.family === address.family && network.bytes.every((byte, i) => byte === ((address.bytes[i] ?? 0) & maskByte(network.prefix, i)))
  );
}

function startsWith(bytes: readonly number[], prefix: readonly number[]): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** First match wins. Sources: IANA special-purpose registries for IPv4 and IPv6 (RFC 6890), cloud vendors' documentation for metadata services. */
const TABLE: readonly (readonly [AddressClass, readonly string[]])[] = [
  // AWS/Azure/GCP, AWS ECS, Alibaba, Azure wire server, Oracle, AWS over IPv6, GCP over IPv6.
  ['metadata', ['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::/64', 'fd20:ce::254']],
  ['unspecified', ['0.0.0.0/8', '::']],
  ['loopback', ['127.0.0.0/8', '::1']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
  ['broadcast', ['255.255.255.255']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']],
  // Teredo, local-use NAT64, IPv4-compatible, SIIT.
  ['transition', ['2001::/32', '64:ff9b:1::/48', '::/96', '::ffff:0:0:0/96']],
  [
    'reserved',
    [
      '192.0.0.0/24',
      '192.0.2.0/24',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '198.18.0.0/15',
      '192.88.99.0/24',
      '240.0.0.0/4',
      '2001::/23',
      '2001:db8::/32',
      '3fff::/20',
    ],
  ],
  ['public', ['0.0.0.0/0', '2000::/3', '64:ff9b::/96']],
  ['reserved', ['::/0']],
];
const CLASSES = TABLE.map(
  ([name, networks]) => [name, networks.map((text) => parseCidr(text)).filter((network) => network !== null)] as const,
);

/** The IPv4 address that a NAT64, 6to4 or ISATAP gateway would forward to (RFC 6052, 3056, 5214); null when there is none. */
export function embeddedIPv4(address: Address): Address | null {
  const b = address.bytes;
  if (address.family === 4) return null;
  if (startsWith(b, [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0])) return ipv4(b.slice(12));
  if (startsWith(b, [0x20, 0x02])) return ipv4(b.slice(2, 6));
  if ((b[8] === 0 || b[8] === 2) && startsWith(b.slice(9), [0, 0x5e, 0xfe])) return ipv4(b.slice(12));
  return null;
}

/** What an address is for, with an embedded IPv4 address deciding over its wrapping when it is anything but public. */
export function classifyAddress(address: Address): AddressClass {
  const inner = embeddedIPv4(address);
  if (inner !== null) {
    const innerClass = classifyAddress(inner);
    if (innerClass !== 'public') return innerClass;
  }
  return CLASSES.find(([, networks]) => networks.some((network) => cidrContains(network, address)))?.[0] ?? 'reserved';
}
