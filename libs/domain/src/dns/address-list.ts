import type { DnsHostFacts } from '../check/facts.js';
import type { CheckParams } from '../check/kinds.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { heard, questionAbout, recordsSeen, type SilenceCode, unansweredOf, untold } from './answers.js';
import { plainAddress } from './host.js';

export type AddressListCode = SilenceCode | 'listed-name-unresolved' | 'address-unlisted' | 'address-list-unused';

/**
 * DNS-11: an address that the name gives but the list lacks is blocked by a firewall made from the list; one that the list has and the name does
 * not give may be kept for an outage, so it is only told. Resolvers may hand out a part each: their answers count together.
 */
export function judgeAddressList(
  facts: DnsHostFacts,
  params: CheckParams<'dns-address-list'>,
  _now: number,
): readonly RuleResult<AddressListCode>[] {
  const rule = 'DNS-11';
  const { name } = params;
  const questions = (['A', 'AAAA'] as const).flatMap((type) => questionAbout(facts.questions, name, type) ?? []);
  const [a] = questions;
  if (!questions.some((question) => heard(question) === 'records')) {
    if (a === undefined || heard(a) === 'nothing') return [untold(rule, a, name)];
    return [{ rule, status: 'warn', code: 'listed-name-unresolved', subject: name, params: { name } }];
  }
  const found = [...new Set(questions.flatMap((question) => recordsSeen(question).map((record) => plainAddress(record.value))))].sort();
  const listed = params.addresses.map(plainAddress);
  const unused = listed.filter((address) => !found.includes(address)).sort();
  const unanswered = unansweredOf(questions);
  const partly = unanswered === undefined ? [] : [untold(rule, unanswered, name)];
  const answers = found.map((address): RuleResult<AddressListCode> =>
    listed.includes(address)
      ? fine(rule, { name, address }, address)
      : { rule, status: 'warn', code: 'address-unlisted', subject: address, params: { name, address } },
  );
  return unused.length === 0
    ? [...answers, ...partly]
    : [
        ...answers,
        ...partly,
        { rule, status: 'info', code: 'address-list-unused', subject: name, params: { name, unused, count: unused.length } },
      ];
}
