import fc from 'fast-check';
import { findingText } from '../check/findings.js';
import type { DnsQuestion } from '../check/facts.js';
import { question } from '../test/dns-answers.js';
import { leftOpen, said, spoken } from '../test/said.js';
import { judgeFederationSrv } from './srv.js';
import { srvOrder, srvRanked } from './srv-order.js';

const NAME = '_sipfederationtls._tcp.acme.example';
const FQDN = 'connect.acme.example';
const srv = (...answers: readonly string[]): DnsQuestion => question(NAME, 'SRV', ...answers);
const address = question(FQDN, 'A', 'A 9.9.9.9', 'A 9.9.9.9');
const OURS = `SRV 0 0 5061 ${FQDN}`;
const MICROSOFT = 'SRV 100 1 5061 sipfed.online.lync.com.';

const judge = (questions: readonly DnsQuestion[], openFederation: boolean, port = 5061) =>
  judgeFederationSrv({ questions }, { domain: 'acme.example', fqdn: FQDN, port, openFederation }, 0);
const answers = (questions: readonly DnsQuestion[], openFederation = true, port = 5061) =>
  said(spoken(judge(questions, openFederation, port)));

type Case = readonly [title: string, questions: readonly DnsQuestion[], open: readonly string[], direct: readonly string[]];
const CASES: readonly Case[] = [
  ['right', [srv(OURS, OURS), address], [], ['DNS-05 info srv-without-open-federation']],
  [
    'with a trailing dot and capitals',
    [srv('SRV 0 0 5061 Connect.ACME.example.'), address],
    [],
    ['DNS-05 info srv-without-open-federation'],
  ],
  ['no such name', [srv('NXDOMAIN', 'NXDOMAIN')], ['DNS-05 fail srv-missing'], ['DNS-05 skipped srv-not-needed']],
  ['no such record', [srv('NODATA', 'NODATA')], ['DNS-05 fail srv-missing'], ['DNS-05 skipped srv-not-needed']],
  ['SERVFAIL', [srv('SERVFAIL')], ['DNS-05 unable-to-tell dns-servfail'], ['DNS-05 unable-to-tell dns-servfail']],
  ['no answer', [srv('TIMEOUT')], ['DNS-05 unable-to-tell dns-timeout'], ['DNS-05 unable-to-tell dns-timeout']],
  [
    'another port',
    [srv(`SRV 0 0 5060 ${FQDN}`), address],
    ['DNS-06 fail srv-port-differs'],
    ['DNS-05 info srv-without-open-federation', 'DNS-06 warn srv-port-differs'],
  ],
  [
    'another target',
    [srv('SRV 0 0 5061 sip.acme.example')],
    ['DNS-06 fail srv-target-differs'],
    ['DNS-05 info srv-without-open-federation', 'DNS-06 warn srv-target-differs'],
  ],
  [
    'an address as target',
    [srv('SRV 0 0 5061 192.0.2.1')],
    ['DNS-06 fail srv-target-malformed'],
    ['DNS-05 info srv-without-open-federation', 'DNS-06 warn srv-target-malformed'],
  ],
  ['the target “.”', [srv('SRV 0 0 0 .')], ['DNS-06 fail srv-service-denied'], ['DNS-06 warn srv-service-denied']],
  ['the same with an empty name', [srv('SRV 0 0 0 ')], ['DNS-06 fail srv-service-denied'], ['DNS-06 warn srv-service-denied']],
  [
    'an alias as target',
    [srv(OURS), question(FQDN, 'A', 'real.acme.example>A 9.9.9.9')],
    ['DNS-06 fail srv-target-alias'],
    ['DNS-05 info srv-without-open-federation', 'DNS-06 warn srv-target-alias'],
  ],
  [
    'an alias seen by its own record',
    [srv(OURS), address, question(FQDN, 'CNAME', 'CNAME real.acme.example')],
    ['DNS-06 fail srv-target-alias'],
    ['DNS-05 info srv-without-open-federation', 'DNS-06 warn srv-target-alias'],
  ],
  [
    'a target without an address',
    [srv(OURS), question(FQDN, 'A', 'NODATA')],
    ['DNS-06 fail srv-target-unresolved'],
    ['DNS-05 info srv-without-open-federation', 'DNS-06 warn srv-target-unresolved'],
  ],
  [
    'a target with IPv6 only',
    [srv(OURS), question(FQDN, 'A', 'NODATA'), question(FQDN, 'AAAA', 'AAAA 2606:4700::1')],
    [],
    ['DNS-05 info srv-without-open-federation'],
  ],
  [
    'a target nobody answers about',
    [srv(OURS), question(FQDN, 'A', 'TIMEOUT')],
    ['DNS-06 unable-to-tell dns-timeout'],
    ['DNS-05 info srv-without-open-federation', 'DNS-06 unable-to-tell dns-timeout'],
  ],
  [
    'a target nobody was asked about',
    [srv(OURS)],
    ['DNS-06 unable-to-tell dns-no-answer'],
    ['DNS-05 info srv-without-open-federation', 'DNS-06 unable-to-tell dns-no-answer'],
  ],
  ['Microsoft 365', [srv(MICROSOFT)], ['DNS-08 fail srv-microsoft-collision'], ['DNS-08 warn srv-microsoft-collision']],
  [
    'ours and Microsoft’s',
    [srv(`${OURS};${MICROSOFT}`), address],
    ['DNS-08 fail srv-microsoft-collision', 'DNS-07 info srv-several'],
    ['DNS-05 info srv-without-open-federation', 'DNS-08 warn srv-microsoft-collision', 'DNS-07 info srv-several'],
  ],
  [
    'two of ours',
    [srv(`${OURS};SRV 10 0 5061 ${FQDN}`), address],
    ['DNS-07 info srv-several'],
    ['DNS-05 info srv-without-open-federation', 'DNS-07 info srv-several'],
  ],
  [
    'servers that disagree',
    [srv(OURS, 'NXDOMAIN'), address],
    ['DNS-09 warn dns-disagree'],
    ['DNS-05 info srv-without-open-federation', 'DNS-09 warn dns-disagree'],
  ],
];

describe('DNS-05 to DNS-08', () => {
  it.each(CASES)('%s', (_, questions, open, direct) => {
    expect(answers(questions, true)).toEqual(open);
    expect(answers(questions, false)).toEqual(direct);
  });

  it('keeps every finding open while nobody answers', () => {
    const bad = judge([srv(`SRV 0 0 5060 ${FQDN};${MICROSOFT}`), address], true);
    const codes = ['srv-port-differs', 'srv-microsoft-collision', 'srv-several'];
    expect([...leftOpen('dns-federation-srv', bad, judge([srv('TIMEOUT')], true))].sort()).toEqual([...codes].sort());
    expect(leftOpen('dns-federation-srv', judge([srv('NODATA')], true), judge([srv('SERVFAIL')], true))).toEqual(['srv-missing']);
    const alias = judge([srv(OURS), question(FQDN, 'A', 'real.acme.example>A 9.9.9.9')], true);
    expect(leftOpen('dns-federation-srv', alias, judge([srv(OURS), question(FQDN, 'A', 'TIMEOUT')], true))).toEqual(['srv-target-alias']);
    expect(leftOpen('dns-federation-srv', bad, judge([srv(OURS), address], true))).toEqual([]);
  });

  it('expects the port that this server uses', () => {
    expect(answers([srv(`SRV 0 0 5062 ${FQDN}`), address], true, 5062)).toEqual([]);
  });

  it('gives the record to copy with this customer’s names', () => {
    const missing = judge([srv('NODATA')], true).find(({ code }) => code === 'srv-missing');
    expect(findingText('srv-missing', missing?.params ?? {}, 'en').fix.split('\n')).toContain(
      `    ${NAME}.  3600  IN  SRV  0 0 5061 ${FQDN}.`,
    );
  });
});

describe('RFC 2782 order', () => {
  const target = (priority: number, weight: number, name: string) => ({ priority, weight, port: 5061, target: name });

  it('ranks by priority, then weight', () => {
    const ranked = srvRanked([target(10, 0, 'c'), target(0, 1, 'b'), target(0, 9, 'a')]);
    expect(ranked.map((one) => one.target)).toEqual(['a', 'b', 'c']);
  });

  it('chooses within a priority by weight, weight 0 only when the draw is 0', () => {
    const set = [target(0, 0, 'zero'), target(0, 30, 'light'), target(0, 70, 'heavy')];
    const first = (draw: number): string | undefined => srvOrder(set, () => draw)[0]?.target;
    expect([0, 0.009, 0.01, 0.29, 0.3, 0.31, 0.99].map(first)).toEqual(['zero', 'zero', 'light', 'light', 'light', 'heavy', 'heavy']);
  });

  it('keeps every record exactly once and never a later priority before an earlier one', () => {
    const arbitrary = fc.record({ priority: fc.nat(3), weight: fc.nat(65_535), port: fc.nat(65_535), target: fc.domain() });
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 12 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (set, draw) => {
        const order = srvOrder(set, () => draw);
        expect(new Set(order)).toEqual(new Set(set));
        expect(order.map(({ priority }) => priority)).toEqual(set.map(({ priority }) => priority).sort((x, y) => x - y));
      }),
    );
  });
});
