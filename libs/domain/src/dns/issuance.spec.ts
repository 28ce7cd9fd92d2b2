import type { DnsIssuanceFacts, DnsQuestion } from '../check/facts.js';
import { question } from '../test/dns-answers.js';
import { leftOpen, said, spoken } from '../test/said.js';
import { judgeIssuance } from './issuance.js';

const NAME = 'connect.acme.example';
const caa = (name: string, ...answers: readonly string[]): DnsQuestion => question(name, 'CAA', ...answers);

const answers = (questions: readonly DnsQuestion[], intendedCa: string | null, dnssec: DnsIssuanceFacts['dnssec'] = 'insecure') =>
  said(spoken(judgeIssuance({ questions, dnssec }, { name: NAME, intendedCa }, 0))).map((one) => one.replace('DNS-10 ', ''));

const LE = 'letsencrypt.org';
const none = caa(NAME, 'NODATA');
type Case = readonly [title: string, questions: readonly DnsQuestion[], ca: string | null, said: readonly string[]];
const CASES: readonly Case[] = [
  ['no record up to the top', [none, caa('acme.example', 'NODATA'), caa('example', 'NXDOMAIN')], LE, []],
  ['the authority is allowed', [caa(NAME, 'CAA 0 issue "letsencrypt.org"')], LE, []],
  ['without quotes, in capitals', [caa(NAME, 'CAA 0 ISSUE LetsEncrypt.org')], LE, []],
  ['another one is', [caa(NAME, 'CAA 0 issue "digicert.com"')], LE, ['fail caa-forbids']],
  ['two are', [caa(NAME, 'CAA 0 issue "digicert.com";CAA 0 issue "letsencrypt.org"')], LE, []],
  ['by its other name', [caa(NAME, 'CAA 0 issue "comodoca.com"')], 'sectigo.com', []],
  ['by a name of another authority', [caa(NAME, 'CAA 0 issue "comodoca.com"')], 'digicert.com', ['fail caa-forbids']],
  ['a name that only ends alike', [caa(NAME, 'CAA 0 issue "evil-letsencrypt.org"')], LE, ['fail caa-forbids']],
  ['nobody is', [caa(NAME, 'CAA 0 issue')], LE, ['fail caa-forbids-all']],
  ['the closest set counts', [caa(NAME, 'CAA 0 issue "letsencrypt.org"'), caa('acme.example', 'CAA 0 issue "digicert.com"')], LE, []],
  ['the parent’s set is inherited', [caa('acme.example', 'CAA 0 issue "digicert.com"'), none], LE, ['fail caa-forbids']],
  ['issuewild alone does not bind a plain name', [caa(NAME, 'CAA 0 issuewild "digicert.com"')], LE, []],
  [
    'issuewild does not permit one either',
    [caa(NAME, 'CAA 0 issue "digicert.com";CAA 0 issuewild "letsencrypt.org"')],
    LE,
    ['fail caa-forbids'],
  ],
  [
    'a closest set without issue ends the climb',
    [caa(NAME, 'CAA 0 iodef "mailto:x@acme.example"'), caa('acme.example', 'CAA 0 issue "digicert.com"')],
    LE,
    [],
  ],
  ['a critical tag nobody knows', [caa(NAME, 'CAA 128 future "x";CAA 0 issue "letsencrypt.org"')], LE, ['fail caa-critical-unknown']],
  ['the same, not critical', [caa(NAME, 'CAA 0 future "x";CAA 0 issue "letsencrypt.org"')], LE, []],
  ['a critical tag that is known', [caa(NAME, 'CAA 128 issue "letsencrypt.org"')], LE, []],
  ['reserved flags mean nothing', [caa(NAME, 'CAA 127 future "x"')], LE, []],
  ['bound to an account', [caa(NAME, 'CAA 0 issue "letsencrypt.org, accounturi=https://acme.example/1"')], LE, ['fail caa-forbids']],
  ['no authority is intended', [caa(NAME, 'CAA 0 issue "digicert.com"')], null, ['info caa-restricts']],
  ['a record that cannot be read', [caa(NAME, 'CAA 999 issue "x"')], LE, ['warn caa-unreadable']],
  [
    'a failed look-up is no permission',
    [caa(NAME, 'SERVFAIL'), caa('acme.example', 'CAA 0 issue "letsencrypt.org"')],
    LE,
    ['unable-to-tell dns-servfail'],
  ],
  ['a set of someone else’s name', [caa('other.example', 'CAA 0 issue "digicert.com"'), none], LE, []],
  ['nobody was asked', [], LE, ['unable-to-tell dns-no-answer']],
];

describe('DNS-10', () => {
  it.each(CASES)('CAA: %s', (_, questions, ca, expected) => {
    expect(answers(questions, ca)).toEqual(expected);
  });

  it('CAA: conditions are told where every permission has some', () => {
    const limited: DnsQuestion = {
      ...none,
      answers: [
        {
          ...none.answers[0]!,
          records: [{ type: 'CAA', ttl: 300, srv: null, value: '0 issue "letsencrypt.org; validationmethods=dns-01"' }],
        },
      ],
    };
    expect(answers([limited], LE)).toEqual(['info caa-limits']);
  });

  it('keeps what it found while nobody answers', () => {
    const judged = (answer: string, dnssec: DnsIssuanceFacts['dnssec']) =>
      judgeIssuance({ questions: [caa(NAME, answer)], dnssec }, { name: NAME, intendedCa: LE }, 0);
    const bad = judged('CAA 0 issue "digicert.com"', 'bogus');
    expect(leftOpen('dns-issuance', bad, judged('TIMEOUT', 'unable-to-tell'))).toEqual(['caa-forbids', 'dnssec-bogus']);
    expect(leftOpen('dns-issuance', bad, judged('NODATA', 'insecure'))).toEqual([]);
  });

  it.each([
    ['secure', []],
    ['insecure', []],
    ['bogus', ['fail dnssec-bogus']],
    ['unable-to-tell', ['unable-to-tell dnssec-unknown']],
  ] as const)('DNSSEC %s', (dnssec, expected) => {
    expect(answers([none], LE, dnssec)).toEqual(expected);
  });
});
