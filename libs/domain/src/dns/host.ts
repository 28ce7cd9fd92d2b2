import type { DnsHostFacts, DnsQuestion } from '../check/facts.js';
import type { CheckParams } from '../check/kinds.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { classifyAddress, parseAddress } from '../network/address.js';
import { type AgreementCode, judgeAgreement } from './agreement.js';
import {
  answersSaid,
  definiteAnswers,
  heard,
  nameDenied,
  questionAbout,
  recordsOf,
  recordsSeen,
  type SilenceCode,
  silence,
  unansweredOf,
  untold,
} from './answers.js';

export type HostCode =
  | SilenceCode
  | AgreementCode
  | 'name-does-not-exist'
  | 'name-without-address'
  | 'name-only-ipv6'
  | 'address-not-declared'
  | 'address-differs'
  | 'address-extra'
  | 'address-missing'
  | 'address-undeclared'
  | 'address-not-public'
  | 'address-documentation';

/** RFC 5737 and RFC 3849: what belongs into examples only, and stands in real zones when an example was copied. */
const DOCUMENTATION = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.|^2001:db8:/;

/** Every notation of the same address becomes one. */
export const plainAddress = (text: string): string => parseAddress(text)?.canonical ?? text.trim().toLowerCase();

/** The class of an address for whom it must be reachable from the internet. */
export function publicness(address: string): 'public' | 'documentation' | 'not-public' {
  const parsed = parseAddress(address);
  if (parsed === null) return 'not-public';
  if (DOCUMENTATION.test(parsed.canonical)) return 'documentation';
  return classifyAddress(parsed) === 'public' ? 'public' : 'not-public';
}

const addressesSeen = (question: DnsQuestion | undefined): readonly string[] =>
  question === undefined ? [] : recordsSeen(question).map((record) => plainAddress(record.value));

/** DNS-01: does the name lead to an address? AAAA alone is not enough: the manual asks for an A record (D-1), and many partners have no IPv6. */
function existence(facts: DnsHostFacts, name: string): RuleResult<HostCode> {
  const rule = 'DNS-01';
  const [a, aaaa] = [questionAbout(facts.questions, name, 'A'), questionAbout(facts.questions, name, 'AAAA')];
  const params = { name, addresses: [...addressesSeen(a), ...addressesSeen(aaaa)], answers: a === undefined ? [] : answersSaid(a) };
  if (heard(a) === 'records') return fine(rule, params, name);
  if (a === undefined || heard(a) === 'nothing') return silence(rule, a, name);
  if (heard(aaaa) === 'records') return { rule, status: 'fail', code: 'name-only-ipv6', subject: name, params };
  return { rule, status: 'fail', code: nameDenied(a) ? 'name-does-not-exist' : 'name-without-address', subject: name, params };
}

/** DNS-02 for one family: the addresses seen against the declared ones. Where servers disagree and one of them is right, nothing has failed. */
function against(question: DnsQuestion, expected: readonly string[]): RuleResult<HostCode> | null {
  const rule = 'DNS-02';
  const subject = `${question.name} ${question.type}`;
  const sets = definiteAnswers(question)
    .map((answer) => recordsOf(answer, question.type).map((record) => plainAddress(record.value)))
    .filter((set) => set.length > 0);
  const [first] = sets;
  if (first === undefined) return null;
  const params = { name: question.name, type: question.type, expected, found: addressesSeen(question) };
  const result = (code: HostCode, status: 'fail' | 'warn', more = {}): RuleResult<HostCode> => ({
    rule,
    status,
    code,
    subject,
    params: { ...params, ...more },
  });
  if (sets.some((set) => set.length === expected.length && set.every((address) => expected.includes(address))))
    return fine(rule, params, subject);
  if (expected.length === 0) return result('address-undeclared', 'warn');
  const all = params.found;
  if (!all.some((address) => expected.includes(address))) return result('address-differs', 'fail');
  const extra = all.filter((address) => !expected.includes(address));
  return extra.length > 0
    ? result('address-extra', 'warn', { extra })
    : result('address-missing', 'warn', { missing: expected.filter((address) => !all.includes(address)) });
}

function declared(facts: DnsHostFacts, params: CheckParams<'dns-host'>): readonly RuleResult<HostCode>[] {
  const expected = [...new Set(params.expectedAddresses.map(plainAddress))];
  if (expected.length === 0)
    return [{ rule: 'DNS-02', status: 'skipped', code: 'address-not-declared', subject: params.name, params: { name: params.name } }];
  return (['A', 'AAAA'] as const).flatMap((type) => {
    const question = questionAbout(facts.questions, params.name, type);
    const family = expected.filter((address) => address.includes(':') === (type === 'AAAA'));
    if (question === undefined) return [];
    return heard(question) === 'nothing' ? untold('DNS-02', question, params.name) : (against(question, family) ?? []);
  });
}

/** DNS-03: every address must be one of the internet. A private address that only some servers give is a warning (split DNS leaking out). */
function reachableFromOutside(facts: DnsHostFacts, name: string): readonly RuleResult<HostCode>[] {
  const rule = 'DNS-03';
  const questions = facts.questions.filter(({ type }) => type === 'A' || type === 'AAAA');
  const unanswered = unansweredOf(questions);
  const all = (['A', 'AAAA'] as const).flatMap((type) => {
    const question = questionAbout(facts.questions, name, type);
    if (question === undefined) return [];
    const sets = definiteAnswers(question).map((answer) => recordsOf(answer, type).map((record) => plainAddress(record.value)));
    return addressesSeen(question).map((address): RuleResult<HostCode> => {
      const kind = publicness(address);
      const parsed = parseAddress(address);
      const params = { name, address, class: parsed === null ? 'malformed' : classifyAddress(parsed) };
      if (kind === 'public') return fine(rule, params, address);
      if (kind === 'documentation') return { rule, status: 'info', code: 'address-documentation', subject: address, params };
      const everywhere = sets.filter((set) => set.length > 0).every((set) => set.includes(address));
      return { rule, status: everywhere ? 'fail' : 'warn', code: 'address-not-public', subject: address, params };
    });
  });
  return questions.length > 0 && unanswered === undefined ? all : [...all, untold(rule, unanswered, name)];
}

/** DNS-01, 02, 03 and 09 about the public name of a server. `now` (milliseconds since 1970) is not looked at: DNS has no dates. */
export function judgeDnsHost(facts: DnsHostFacts, params: CheckParams<'dns-host'>, _now: number): readonly RuleResult<HostCode>[] {
  const against = declared(facts, params);
  const moving = against.some((result) => result.status === 'fail' || result.status === 'warn');
  return [
    existence(facts, params.name),
    ...against,
    ...(params.publicRequired ? reachableFromOutside(facts, params.name) : []),
    ...judgeAgreement(
      facts.questions.filter(({ type }) => type === 'A' || type === 'AAAA'),
      moving,
    ),
  ];
}
