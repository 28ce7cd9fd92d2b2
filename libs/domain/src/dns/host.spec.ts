import type { DnsQuestion } from '../check/facts.js';
import { question } from '../test/dns-answers.js';
import { leftOpen, said, spoken } from '../test/said.js';
import { findingText } from '../check/findings.js';
import { judgeAddressList } from './address-list.js';
import { judgeDnsHost } from './host.js';
import { judgeInternalName } from './internal.js';
import { STARFACE_CONNECT } from './starface-connect.js';

const NAME = 'connect.acme.example';
const a = (...answers: readonly string[]): DnsQuestion => question(NAME, 'A', ...answers);
const aaaa = (...answers: readonly string[]): DnsQuestion => question(NAME, 'AAAA', ...answers);
const none = aaaa('NODATA', 'NODATA');

type Case = readonly [title: string, questions: readonly DnsQuestion[], expected: readonly string[], said: readonly string[]];
const CASES: readonly Case[] = [
  // DNS-01: each way of saying no is another one.
  ['one address, as declared', [a('A 9.9.9.9', 'A 9.9.9.9'), none], ['9.9.9.9'], []],
  ['NXDOMAIN', [a('NXDOMAIN', 'NXDOMAIN'), aaaa('NXDOMAIN', 'NXDOMAIN')], ['9.9.9.9'], ['DNS-01 fail name-does-not-exist']],
  ['NODATA', [a('NODATA', 'NODATA'), none], ['9.9.9.9'], ['DNS-01 fail name-without-address']],
  [
    'NXDOMAIN here, NODATA there',
    [a('NXDOMAIN', 'NODATA'), none],
    ['9.9.9.9'],
    ['DNS-01 fail name-without-address', 'DNS-09 warn dns-disagree'],
  ],
  ['AAAA alone', [a('NODATA', 'NODATA'), aaaa('AAAA 2606:4700::1')], ['2606:4700::1'], ['DNS-01 fail name-only-ipv6']],
  ['SERVFAIL everywhere', [a('SERVFAIL', 'SERVFAIL'), none], ['9.9.9.9'], ['DNS-01 unable-to-tell dns-servfail']],
  ['REFUSED everywhere', [a('REFUSED', 'REFUSED'), none], ['9.9.9.9'], ['DNS-01 unable-to-tell dns-refused']],
  ['nobody answers', [a('TIMEOUT', 'TIMEOUT'), none], ['9.9.9.9'], ['DNS-01 unable-to-tell dns-timeout']],
  ['garbage', [a('MALFORMED', 'MALFORMED'), none], ['9.9.9.9'], ['DNS-01 unable-to-tell dns-unreadable']],
  ['an rcode nobody knows', [a('NOTIMP'), none], ['9.9.9.9'], ['DNS-01 unable-to-tell dns-unreadable']],
  ['different failures', [a('SERVFAIL', 'TIMEOUT'), none], ['9.9.9.9'], ['DNS-01 unable-to-tell dns-no-answer']],
  ['aliases in a circle', [a('LOOP', 'LOOP'), none], ['9.9.9.9'], ['DNS-01 fail dns-alias-loop']],
  ['nobody was asked', [], ['9.9.9.9'], ['DNS-01 unable-to-tell dns-no-answer']],
  ['one timeout beside an answer', [a('A 9.9.9.9', 'TIMEOUT'), none], ['9.9.9.9'], []],
  ['one SERVFAIL beside an answer', [a('A 9.9.9.9', 'SERVFAIL'), none], ['9.9.9.9'], ['DNS-09 warn dns-some-servfail']],
  // DNS-02.
  ['nothing declared', [a('A 9.9.9.9'), none], [], ['DNS-02 skipped address-not-declared']],
  ['another address', [a('A 9.9.9.10'), none], ['9.9.9.9'], ['DNS-02 fail address-differs']],
  ['one address too many', [a('A 9.9.9.9;A 9.9.9.10'), none], ['9.9.9.9'], ['DNS-02 warn address-extra']],
  ['one address too few', [a('A 9.9.9.9'), none], ['9.9.9.9', '9.9.9.10'], ['DNS-02 warn address-missing']],
  ['an AAAA record nobody declared', [a('A 9.9.9.9'), aaaa('AAAA 2606:4700::1')], ['9.9.9.9'], ['DNS-02 warn address-undeclared']],
  ['the same address in another notation', [a('A 9.9.9.9'), aaaa('AAAA 2606:4700:0:0::1')], ['9.9.9.9', '2606:4700::1'], []],
  ['one server is right, another behind: not a failure', [a('A 9.9.9.9', 'A 9.9.9.10'), none], ['9.9.9.9'], ['DNS-09 warn dns-disagree']],
  // DNS-03.
  ['a private address', [a('A 192.168.1.100'), none], ['192.168.1.100'], ['DNS-03 fail address-not-public']],
  ['behind the carrier’s NAT', [a('A 100.64.0.1'), none], ['100.64.0.1'], ['DNS-03 fail address-not-public']],
  ['the last address before it', [a('A 100.63.255.255'), none], ['100.63.255.255'], []],
  ['loopback', [a('A 127.0.0.1'), none], ['127.0.0.1'], ['DNS-03 fail address-not-public']],
  ['a unique local address', [a('A 9.9.9.9'), aaaa('AAAA fd00::1')], ['9.9.9.9', 'fd00::1'], ['DNS-03 fail address-not-public']],
  ['a sample address', [a('A 203.0.113.5'), none], ['203.0.113.5'], ['DNS-03 info address-documentation']],
  [
    'split DNS leaks at one server',
    [a('A 9.9.9.9', 'A 10.0.0.1'), none],
    ['9.9.9.9'],
    ['DNS-03 warn address-not-public', 'DNS-09 warn dns-disagree'],
  ],
  // DNS-09.
  ['a TTL of exactly an hour', [a('A 9.9.9.9@3600', 'A 9.9.9.9@3600'), none], ['9.9.9.9'], []],
  ['a second more', [a('A 9.9.9.9@3601', 'A 9.9.9.9@12'), none], ['9.9.9.9'], ['DNS-09 info dns-ttl-long']],
  [
    'a long TTL while the address is wrong',
    [a('A 9.9.9.10@86400'), none],
    ['9.9.9.9'],
    ['DNS-02 fail address-differs', 'DNS-09 warn dns-ttl-long'],
  ],
  ['the same set in another order', [a('A 9.9.9.9;A 9.9.9.10', 'A 9.9.9.10;A 9.9.9.9'), none], ['9.9.9.9', '9.9.9.10'], []],
];

describe('DNS-01, 02, 03, 09', () => {
  it.each(CASES)('%s', (_, questions, expectedAddresses, expected) => {
    const params = { name: NAME, expectedAddresses: [...expectedAddresses], publicRequired: true };
    expect(said(spoken(judgeDnsHost({ questions }, params, 0)))).toEqual(expected);
  });

  it('tells what was looked at when all is well, and asks for no public address where none is required', () => {
    const good = judgeDnsHost(
      { questions: [a('A 9.9.9.9', 'A 9.9.9.9'), none] },
      { name: NAME, expectedAddresses: ['9.9.9.9'], publicRequired: true },
      0,
    );
    expect(good.map(({ rule, code }) => `${rule} ${code}`)).toEqual([
      'DNS-01 null',
      'DNS-02 null',
      'DNS-03 null',
      'DNS-09 null',
      'DNS-09 null',
    ]);
    const inside = judgeDnsHost({ questions: [a('A 10.0.0.1')] }, { name: NAME, expectedAddresses: [], publicRequired: false }, 0);
    expect(inside.some(({ rule }) => rule === 'DNS-03')).toBe(false);
  });

  it('keeps every finding open while nobody answers, and closes them when all is well', () => {
    const params = { name: NAME, expectedAddresses: ['9.9.9.9'], publicRequired: true };
    const judged = (...questions: readonly DnsQuestion[]) => judgeDnsHost({ questions }, params, 0);
    const bad = judged(a('A 10.0.0.1@86400', 'A 10.0.0.2'), none);
    const codes = ['address-differs', 'address-not-public', 'address-not-public', 'dns-disagree', 'dns-ttl-long'];
    for (const rcode of ['TIMEOUT', 'SERVFAIL', 'REFUSED', 'MALFORMED'])
      expect(leftOpen('dns-host', bad, judged(a(rcode, rcode), aaaa(rcode, rcode)))).toEqual(codes);
    expect(leftOpen('dns-host', bad, judged(a('A 9.9.9.9', 'A 9.9.9.9'), none))).toEqual([]);
    expect(leftOpen('dns-host', judged(a('NXDOMAIN')), judged(a('TIMEOUT')))).toEqual(['name-does-not-exist']);
  });

  it('knows a name in every spelling', () => {
    const questions = [question('xn--mnchen-3ya.example', 'A', 'A 9.9.9.9')];
    expect(judgeDnsHost({ questions }, { name: 'MÜNCHEN.example.', expectedAddresses: [], publicRequired: true }, 0)[0]?.status).toBe('ok');
  });

  it('asks every server that was asked by name where they contradict each other', () => {
    const judged = judgeDnsHost(
      { questions: [a('A 9.9.9.9', 'A 9.9.9.10'), none] },
      { name: NAME, expectedAddresses: ['9.9.9.9'], publicRequired: true },
      0,
    );
    const { params } = judged.find(({ code }) => code === 'dns-disagree') ?? {};
    const answers = [
      '192.0.2.53: 9.9.9.9',
      'ns.acme.example (2001:db8::53): 9.9.9.10',
      '127.0.0.1:5353: 9.9.9.10',
      'evil (1.2.3.4;calc): x',
    ];
    const commands = (more: object) =>
      findingText('dns-disagree', { ...params, ...more }, 'de')
        .fix.split('\n')
        .filter((line) => line.startsWith('    '))
        .map((line) => line.trim());
    expect(commands({})).toEqual([`nslookup -nosearch -type=A ${NAME} 192.0.2.53`, `nslookup -nosearch -type=A ${NAME} 198.51.100.53`]);
    expect(commands({ answers })).toEqual([
      `nslookup -nosearch -type=A ${NAME} 192.0.2.53`,
      `nslookup -nosearch -type=A ${NAME} 2001:db8::53`,
    ]);
    // The nslookup of Windows does not know the type.
    expect(commands({ type: 'CAA' })[0]).toBe(`dig CAA ${NAME} @192.0.2.53`);
  });

  it('writes the record to copy with the declared address', () => {
    const [, , wrong] = [
      null,
      null,
      judgeDnsHost({ questions: [a('A 9.9.9.10')] }, { name: NAME, expectedAddresses: ['9.9.9.9'], publicRequired: true }, 0),
    ];
    const differs = wrong?.find(({ code }) => code === 'address-differs');
    expect(findingText('address-differs', differs?.params ?? {}, 'de').fix.split('\n')).toContain(`    ${NAME}.  3600  IN  A  9.9.9.9`);
  });
});

describe('DNS-11', () => {
  const list = (questions: readonly DnsQuestion[], addresses: readonly string[]) =>
    said(judgeAddressList({ questions }, { name: NAME, addresses: [...addresses] }, 0));

  it('warns of an address that is not listed, and tells what the list has besides', () => {
    expect(list([a('A 192.0.2.1;A 192.0.2.9')], ['192.0.2.1', '192.0.2.2'])).toEqual([
      'DNS-11 warn address-unlisted',
      'DNS-11 info address-list-unused',
    ]);
    expect(list([a('A 192.0.2.1', 'A 192.0.2.2')], ['192.0.2.1', '192.0.2.2'])).toEqual([]);
  });

  it('does not fail a customer for a name of the vendor’s', () => {
    expect(list([a('NXDOMAIN')], ['192.0.2.1'])).toEqual(['DNS-11 warn listed-name-unresolved']);
    expect(list([a('TIMEOUT')], ['192.0.2.1'])).toEqual(['DNS-11 unable-to-tell dns-timeout']);
  });

  it('ships twelve addresses of STARFACE Connect, each once, with source and date', () => {
    expect(new Set(STARFACE_CONNECT.addresses).size).toBe(12);
    expect(STARFACE_CONNECT.source).toEqual({ from: 'STARFACE: Port- und Firewall-Anforderungen', checkedOn: '2026-11-22' });
  });
});

describe('DNS-12', () => {
  const inside = (question: DnsQuestion, internalAddress = '192.168.1.100') =>
    said(judgeInternalName({ questions: [question] }, { name: NAME, internalAddress }, 0));

  it.each([
    ['the internal address', a('A 192.168.1.100'), []],
    ['the public one', a('A 9.9.9.9'), ['DNS-12 info internal-name-differs']],
    ['both', a('A 192.168.1.100;A 9.9.9.9'), ['DNS-12 info internal-name-differs']],
    ['nothing', a('NXDOMAIN'), ['DNS-12 info internal-name-missing']],
    ['no answer', a('SERVFAIL'), ['DNS-12 unable-to-tell dns-servfail']],
  ] as const)('%s', (_, asked, expected) => {
    expect(inside(asked)).toEqual(expected);
  });
});
