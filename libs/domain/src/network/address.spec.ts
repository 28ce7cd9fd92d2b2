import fc from 'fast-check';
import { type AddressClass, cidrContains, classifyAddress, parseAddress, parseCidr } from './address.js';
import { judgeAddress } from './policy.js';

const nothing = { allowLoopback: false, protectedEndpoints: [], allowedNetworks: [] };

const NOTATIONS: readonly (readonly [string, string | null])[] = [
  ['127.0.0.1', '127.0.0.1'],
  ['127.1', '127.0.0.1'],
  ['127.0.1', '127.0.0.1'],
  ['2130706433', '127.0.0.1'],
  ['0x7f000001', '127.0.0.1'],
  ['0x7F.0.0.0x1', '127.0.0.1'],
  ['0177.0.0.01', '127.0.0.1'],
  ['017700000001', '127.0.0.1'],
  ['127.0.0.1.', '127.0.0.1'],
  [' 127.0.0.1 ', '127.0.0.1'],
  ['１２７.0.0.1', '127.0.0.1'],
  ['127。0。0。1', '127.0.0.1'],
  ['0', '0.0.0.0'],
  ['[::1]', '::1'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['::1%lo', '::1'],
  ['FE80::1%eth0', 'fe80::1'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['[::FFFF:7f00:1]', '127.0.0.1'],
  ['2001:DB8::A', '2001:db8::a'],
  ['dc01.kunde.local', null],
  ['256.1.1.1', null],
  ['1.2.3.4.5', null],
  ['1..2', null],
  ['08.1.1.1', null],
  ['4294967296', null],
  [':::', null],
  ['', null],
];

const CLASSES: readonly (readonly [string, AddressClass])[] = [
  ['8.8.8.8', 'public'],
  ['2606:4700::1111', 'public'],
  ['10.0.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['172.32.0.0', 'public'],
  ['192.168.0.1', 'private'],
  ['100.64.0.1', 'private'],
  ['fd12::1', 'private'],
  ['127.255.255.255', 'loopback'],
  ['::1', 'loopback'],
  ['169.254.1.1', 'link-local'],
  ['fe80::1', 'link-local'],
  ['169.254.169.254', 'metadata'],
  ['100.100.100.200', 'metadata'],
  ['168.63.129.16', 'metadata'],
  ['fd00:ec2::254', 'metadata'],
  ['224.0.0.1', 'multicast'],
  ['ff02::1', 'multicast'],
  ['255.255.255.255', 'broadcast'],
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'unspecified'],
  ['::', 'unspecified'],
  ['203.0.113.7', 'reserved'],
  ['2001:db8::1', 'reserved'],
  ['fec0::1', 'reserved'],
  ['64:ff9b::808:808', 'public'],
  ['64:ff9b::a9fe:a9fe', 'metadata'],
  ['64:ff9b:1::a9fe:a9fe', 'transition'],
  ['2002:a9fe:a9fe::', 'metadata'],
  ['2002:808:808::1', 'public'],
  ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'transition'],
  ['::7f00:1', 'transition'],
  ['::ffff:0:7f00:1', 'transition'],
  ['2001:db8::5efe:7f00:1', 'loopback'],
];

describe('reading an address', () => {
  it.each(NOTATIONS)('%j is %s', (text, canonical) => {
    expect(parseAddress(text)?.canonical ?? null).toBe(canonical);
  });
  it.each(CLASSES)('%s is %s', (text, kind) => {
    const address = parseAddress(text);
    expect(address && classifyAddress(address)).toBe(kind);
  });
  it('reads what it has written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended()), (text) => {
        const once = parseAddress(text);
        expect(once).not.toBeNull();
        expect(parseAddress(once?.canonical ?? '')).toEqual(once);
      }),
    );
  });
});

/** Forbidden whatever anybody allows. */
const FORBIDDEN = ['127.0.0.0/8', '169.254.0.0/16', '0.0.0.0/8', '224.0.0.0/4', '100.100.100.200/32', '168.63.129.16/32'];
const forbidden = fc.tuple(fc.constantFrom(...FORBIDDEN), fc.array(fc.nat(255), { minLength: 4, maxLength: 4 })).map(([text, host]) => {
  const network = parseCidr(text);
  if (network === null) throw new Error(text);
  return host.map((byte, i) => {
    const bits = Math.min(8, Math.max(0, network.prefix - i * 8));
    const mask = (0xff00 >> bits) & 0xff;
    return (network.bytes[i] ?? 0) | (byte & ~mask & 0xff);
  });
});

const hex = (n: number): string => n.toString(16);
const pair = (a = 0, b = 0): string => hex(a * 256 + b);
/** Every way we know to write an IPv4 address. */
const WRITINGS: readonly ((b: readonly number[]) => string)[] = [
  (b) => b.join('.'),
  (b) => `${b.join('.')}.`,
  (b) => String(b.reduce((sum, byte) => sum * 256 + byte, 0)),
  (b) => `0x${hex(b.reduce((sum, byte) => sum * 256 + byte, 0))}`,
  (b) => b.map((byte) => `0x${hex(byte)}`).join('.'),
  (b) => b.map((byte) => `0${byte.toString(8)}`).join('.'),
  (b) => `${b[0]}.${(b[1] ?? 0) * 65_536 + (b[2] ?? 0) * 256 + (b[3] ?? 0)}`,
  (b) => `${b[0]}.${b[1]}.${(b[2] ?? 0) * 256 + (b[3] ?? 0)}`,
  (b) => `::ffff:${b.join('.')}`,
  (b) => `[::ffff:${pair(b[0], b[1])}:${pair(b[2], b[3])}]`,
  (b) => `::${b.join('.')}`,
  (b) => `::ffff:0:${pair(b[0], b[1])}:${pair(b[2], b[3])}`,
  (b) => `64:ff9b::${b.join('.')}`,
  (b) => `64:ff9b:1::${b.join('.')}`,
  (b) => `64:ff9b:1:${pair(b[0], b[1])}:${hex(b[2] ?? 0)}:${hex((b[3] ?? 0) * 256)}::`,
  (b) => `2002:${pair(b[0], b[1])}:${pair(b[2], b[3])}::1`,
  (b) => `2001:0:102:304::${pair(255 - (b[0] ?? 0), 255 - (b[1] ?? 0))}:${pair(255 - (b[2] ?? 0), 255 - (b[3] ?? 0))}`,
  (b) => `2a00:1::5efe:${pair(b[0], b[1])}:${pair(b[2], b[3])}`,
  (b) => `fe80::5efe:${b.join('.')}%eth0`,
];

describe('judging an address', () => {
  it('never allows loopback, metadata, link-local, multicast or unspecified, in any notation and under any allow-list', () => {
    const everything = {
      ...nothing,
      allowedNetworks: ['0.0.0.0/0', '::/0', '127.0.0.0/8', '169.254.0.0/16', '::1', '64:ff9b::/96', '2002::/16'],
    };
    fc.assert(
      fc.property(forbidden, fc.constantFrom(...WRITINGS), (bytes, write) => {
        const text = write(bytes);
        const verdict = judgeAddress(text, 22, everything);
        expect([text, verdict]).not.toEqual([text, 'allowed']);
      }),
      { numRuns: 3_000 },
    );
  });

  it('allows private networks only where the provider did, and not inside a wrapping', () => {
    const lan = { ...nothing, allowedNetworks: ['192.168.10.0/24', 'fd00:1::/32'] };
    expect(judgeAddress('192.168.10.7', 22, lan)).toBe('allowed');
    expect(judgeAddress('::ffff:192.168.10.7', 22, lan)).toBe('allowed');
    expect(judgeAddress('fd00:1::7', 22, lan)).toBe('allowed');
    expect(judgeAddress('192.168.11.7', 22, lan)).toEqual({ refused: 'outside-allowed-networks' });
    expect(judgeAddress('64:ff9b::192.168.10.7', 22, lan)).toEqual({ refused: 'outside-allowed-networks' });
    expect(judgeAddress('192.168.10.7', 22, nothing)).toEqual({ refused: 'outside-allowed-networks' });
  });

  it('opens loopback to the operator alone, except for our own endpoints', () => {
    const single = {
      ...nothing,
      allowLoopback: true,
      protectedEndpoints: ['127.0.0.1:5432', '[2606:4700::1]:443', '93.184.216.34:443', 'unreadable'],
    };
    expect(judgeAddress('127.0.0.1', 22, single)).toBe('allowed');
    expect(judgeAddress('::1', 22, single)).toBe('allowed');
    for (const text of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])
      expect(judgeAddress(text, 5432, single)).toEqual({ refused: 'protected-endpoint' });
    expect(judgeAddress('64:ff9b::7f00:1', 22, single)).toEqual({ refused: 'loopback' });
    expect(judgeAddress('2606:4700:0::1', 443, single)).toEqual({ refused: 'protected-endpoint' });
    expect(judgeAddress('64:ff9b::93.184.216.34', 443, single)).toEqual({ refused: 'protected-endpoint' });
    expect(judgeAddress('93.184.216.34', 22, single)).toBe('allowed');
  });

  it('does not tell which forbidden port is ours', () => {
    const policy = { ...nothing, protectedEndpoints: ['127.0.0.1:5432'] };
    expect(judgeAddress('127.0.0.1', 5432, policy)).toEqual(judgeAddress('127.0.0.1', 5433, policy));
  });

  it('refuses a name, which is for the dialer to resolve', () => {
    expect(judgeAddress('example.com', 22, nothing)).toEqual({ refused: 'malformed' });
  });
});

describe('networks', () => {
  it.each([
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0/8',
    '0x0a.0.0.0/8',
    '010.0.0.0/8',
    '10.0.0.0/8/8',
    '::/129',
    'fe80::1%eth0/64',
    '::ffff:10.0.0.0/90',
    'x',
    '/8',
    '',
  ])('%j is no network', (text) => {
    expect(parseCidr(text)).toBeNull();
  });
  it('contain exactly what their mask says', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.nat(32), (base, other, prefix) => {
        const network = parseCidr(`${base}/${prefix}`);
        const [a, b] = [parseAddress(base), parseAddress(other)];
        if (network === null || a === null || b === null) throw new Error('unreadable');
        const number = (bytes: readonly number[]): bigint => bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
        const shift = BigInt(32 - prefix);
        expect(cidrContains(network, a)).toBe(true);
        expect(cidrContains(network, b)).toBe(number(a.bytes) >> shift === number(b.bytes) >> shift);
      }),
    );
  });
  it('never mix families, but a mapped network is its IPv4 self', () => {
    const lan = parseAddress('10.1.2.3');
    const mapped = parseCidr('::ffff:10.0.0.0/104');
    const all = parseCidr('::/0');
    expect(lan && mapped && cidrContains(mapped, lan)).toBe(true);
    expect(lan && all && cidrContains(all, lan)).toBe(false);
  });
});
