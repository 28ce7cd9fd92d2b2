import type { DnsHostFacts } from '../check/facts.js';
import type { CheckParams } from '../check/kinds.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { heard, questionAbout, recordsSeen, type SilenceCode, silence } from './answers.js';
import { plainAddress } from './host.js';

export type InternalNameCode = SilenceCode | 'internal-name-missing' | 'internal-name-differs';

/** DNS-12: what the customer's own network makes of the public name. Without split DNS it may work through the firewall, so it is only told. */
export function judgeInternalName(
  facts: DnsHostFacts,
  params: CheckParams<'dns-internal'>,
  _now: number,
): readonly RuleResult<InternalNameCode>[] {
  const rule = 'DNS-12';
  const { name } = params;
  const wanted = plainAddress(params.internalAddress);
  const type = wanted.includes(':') ? 'AAAA' : 'A';
  const question = questionAbout(facts.questions, name, type);
  if (question === undefined || heard(question) === 'nothing') return [silence(rule, question, name)];
  const found = recordsSeen(question).map((record) => plainAddress(record.value));
  const values = { name, type, internalAddress: wanted, found };
  if (found.length === 0) return [{ rule, status: 'info', code: 'internal-name-missing', subject: name, params: values }];
  return found.every((address) => address === wanted)
    ? [fine(rule, values, name)]
    : [{ rule, status: 'info', code: 'internal-name-differs', subject: name, params: values }];
}
