import { type Answer, decode, encode } from 'dns-packet';
import fc from 'fast-check';
import { decodeReply, encodeQuery, type Query, TYPES } from './message.js';
import { readName } from './name.js';
import { readWireName, writeName } from './wire-name.js';

const query: Query = { id: 0x1234, name: 'www.acme.example', type: 'A', recursion: true, dnssec: 'none', edns: true };
/** How long random bytes are read before we believe it, in milliseconds. */
const FUZZ_MS = 2_000;

const answers: readonly Answer[] = [
  { type: 'A', name: 'www.acme.example', ttl: 60, data: '192.0.2.1' },
  { type: 'AAAA', name: 'www.acme.example', ttl: 61, data: '2001:db8::1' },
  { type: 'CNAME', name: 'a.acme.example', ttl: 62, data: 'www.acme.example' },
  { type: 'NS', name: 'acme.example', ttl: 63, data: 'ns.acme.example' },
  { type: 'SRV', name: '_sip._tls.acme.example', ttl: 64, data: { priority: 1, weight: 2, port: 5061, target: 'www.acme.example' } },
  { type: 'CAA', name: 'acme.example', ttl: 65, data: { flags: 128, tag: 'issue', value: 'letsencrypt.org; x=y' } },
  { type: 'TXT', name: 'acme.example', ttl: 66, data: ['of no interest'] },
];
const honest = encode({
  type: 'response',
  id: query.id,
  flags: 0x0400,
  questions: [{ type: 'A', name: query.name }],
  answers: [...answers],
});

describe('DNS messages', () => {
  it('ask what somebody else’s reader understands', () => {
    const read = decode(encodeQuery({ ...query, dnssec: 'validate' }));
    expect(read.questions).toEqual([{ name: query.name, type: 'A', class: 'IN' }]);
    expect([read.id, read.flag_rd, read.flag_ad, read.flag_cd]).toEqual([query.id, true, true, false]);
    expect(read.additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1_232, flag_do: true }]);
    expect(decode(encodeQuery({ ...query, recursion: false, dnssec: 'unchecked' }))).toMatchObject({ flag_rd: false, flag_cd: true });
    expect(decode(encodeQuery({ ...query, edns: false })).additionals).toEqual([]);
  });

  it('are read as somebody else’s writer meant them', () => {
    const read = decodeReply(honest, query);
    if (typeof read === 'string') throw new Error(read);
    expect([read.rcode, read.authoritative, read.truncated]).toEqual(['NOERROR', true, false]);
    expect(read.answers.map(({ owner, type, ttl, value }) => `${owner} ${ttl} ${type} ${value}`)).toEqual([
      'www.acme.example 60 A 192.0.2.1',
      'www.acme.example 61 AAAA 2001:db8::1',
      'a.acme.example 62 CNAME www.acme.example',
      'acme.example 63 NS ns.acme.example',
      '_sip._tls.acme.example 64 SRV 1 2 5061 www.acme.example',
      'acme.example 65 CAA 128 issue letsencrypt.org; x=y',
    ]);
  });

  it('are answers to one question only', () => {
    const others: readonly Partial<Query>[] = [{ id: 0x1235 }, { name: 'ww.acme.example' }, { type: 'AAAA' }];
    expect(others.map((other) => decodeReply(honest, { ...query, ...other }))).toEqual(['other', 'other', 'other']);
    expect(decodeReply(encodeQuery(query), query)).toBe('other');
  });

  it('name every code of an answer, the extended ones too', () => {
    const coded = (rcode: number, extended = 0): Buffer =>
      encode({
        type: 'response',
        id: query.id,
        flags: rcode,
        questions: [{ type: 'A', name: query.name }],
        additionals: [
          { type: 'OPT', name: '.', udpPayloadSize: 1_232, extendedRcode: extended, ednsVersion: 0, flags: 0, flag_do: false, options: [] },
        ],
      });
    const names = [coded(0), coded(2), coded(3), coded(5), coded(0, 1), coded(15), coded(1, 2)].map((bytes) => decodeReply(bytes, query));
    expect(names.map((read) => (typeof read === 'string' ? read : read.rcode))).toEqual([
      'NOERROR',
      'SERVFAIL',
      'NXDOMAIN',
      'REFUSED',
      'BADVERS',
      'RCODE15',
      'RCODE33',
    ]);
  });

  it('cost little however they are made: eight thousand pointers to pointers, five hundred times', () => {
    // A record of an unknown type holds a chain of eight thousand pointers; each of five hundred owners begins at its end.
    const asked = Buffer.concat([writeName(query.name), Buffer.from([0, 1, 0, 1])]);
    const from = 12 + asked.length + 11;
    const chain = Buffer.alloc(16_000);
    for (let at = 0; at < chain.length; at += 2) chain.writeUInt16BE(0xc000 | (at === 0 ? 12 : from + at - 2), at);
    const record = (owner: Buffer, data: Buffer): Buffer =>
      Buffer.concat([owner, Buffer.from([0xff, 0, 0, 1, 0, 0, 0, 0, data.length >> 8, data.length & 0xff]), data]);
    const last = from + chain.length - 2;
    const owners = Array<Buffer>(500).fill(record(Buffer.from([0xc0 | (last >> 8), last & 0xff]), Buffer.alloc(0)));
    const header = Buffer.from(honest.subarray(0, 12));
    header.writeUInt16BE(501, 6);
    const bytes = Buffer.concat([header, asked, record(Buffer.from([0]), chain), ...owners]);
    const startedAt = performance.now();
    for (let i = 0; i < 100; i += 1) expect(decodeReply(bytes, query)).toBe('malformed');
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('never make the reader throw, hang or invent, whatever their bytes', () => {
    const spoilt = fc
      .tuple(fc.array(fc.tuple(fc.nat(honest.length - 1), fc.nat(255)), { maxLength: 12 }), fc.nat(honest.length))
      .map(([changes, length]) => {
        const bytes = Buffer.from(honest);
        for (const [at, octet] of changes) bytes[at] = octet;
        return bytes.subarray(0, length);
      });
    const anything = fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.concat([honest.subarray(0, 34), bytes]));
    const kinds = fc.constantFrom(...(Object.keys(TYPES) as (keyof typeof TYPES)[]));
    fc.assert(
      fc.property(fc.oneof(spoilt, anything), kinds, (bytes, type) => {
        const read = decodeReply(bytes, { ...query, type });
        if (typeof read === 'string') return ['other', 'malformed'].includes(read);
        return [...read.answers, ...read.authorities].every(
          ({ owner, value, ttl }) => /^[!-~]+$/.test(owner) && /^[ -~]*$/.test(value) && ttl >= 0,
        );
      }),
      { numRuns: 1_000_000, interruptAfterTimeLimit: FUZZ_MS, markInterruptAsFailure: false },
    );
  });
});

describe('names on the wire', () => {
  it('are read as they were written', () => {
    for (const name of ['.', 'a', 'www.acme.example', `${'x'.repeat(63)}.${'y'.repeat(63)}.${'z'.repeat(63)}.${'w'.repeat(61)}`]) {
      expect(readWireName(writeName(name), 0)).toEqual({ name, to: writeName(name).length });
    }
  });
  it('show every octet that is no host name’s for what it is', () => {
    expect(readWireName(Buffer.from([5, 0x41, 0x2e, 0x00, 0x5c, 0xff, 0]), 0)?.name).toBe('a\\046\\000\\092\\255');
  });
});

describe('names as people type them', () => {
  it.each([
    ['ACME.example.', 'acme.example'],
    [' bücher.example ', 'xn--bcher-kva.example'],
    ['ＡＣＭＥ．example', 'acme.example'],
    ['faß.example', 'xn--fa-hia.example'],
    ['_sip._tls.acme.example', '_sip._tls.acme.example'],
    ['１９２.0.2.1', null],
    ['0x7f.1', null],
    ['*.acme.example', null],
    ['a..b', null],
    ['\u202eacme.example', null],
  ])('%j is %s', (typed, name) => {
    expect(readName(typed)).toBe(name);
  });
});
