import { sameAuthority } from '../certificate/data/caa-identities.js';
import type { DnsIssuanceFacts, DnsQuestion } from '../check/facts.js';
import type { CheckParams } from '../check/kinds.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { type AgreementCode, judgeAgreement } from './agreement.js';
import { canonical, heard, recordsSeen, type SilenceCode, silence } from './answers.js';
import { type Caa, isForbiddingTag, readCaa } from './caa.js';

export type IssuanceCode =
  | SilenceCode
  | AgreementCode
  | 'caa-unreadable'
  | 'caa-critical-unknown'
  | 'caa-forbids-all'
  | 'caa-forbids'
  | 'caa-restricts'
  | 'caa-limits'
  | 'dnssec-bogus'
  | 'dnssec-unknown';

type Params = CheckParams<'dns-issuance'>;

/** Where the tree is climbed (RFC 8659 §3): the name itself, then its parents. */
const climb = (facts: DnsIssuanceFacts, name: string): readonly DnsQuestion[] =>
  facts.questions
    .filter(
      (question) =>
        question.type === 'CAA' &&
        (canonical(name) === canonical(question.name) || canonical(name).endsWith(`.${canonical(question.name)}`)),
    )
    .sort((a, b) => canonical(b.name).length - canonical(a.name).length);

/** The set that counts: only `issue` decides over a name without a wildcard; `issuewild` is for wildcards alone (RFC 8659 §4.3). */
function judgeSet(records: readonly Caa[], params: Params, at: string): RuleResult<IssuanceCode> {
  const rule = 'DNS-10';
  const issue = records.filter(({ tag }) => tag === 'issue');
  const allowed = [...new Set(issue.map(({ value }) => value).filter((value) => value !== ''))].sort();
  const ca = params.intendedCa?.toLowerCase() ?? '';
  const values = { name: params.name, at, ca, allowed };
  const result = (status: 'fail' | 'info', code: IssuanceCode, more = {}): RuleResult<IssuanceCode> => ({
    rule,
    status,
    code,
    subject: 'CAA',
    params: { ...values, ...more },
  });
  const forbidding = records.find(isForbiddingTag);
  if (forbidding !== undefined) return result('fail', 'caa-critical-unknown', { tag: forbidding.tag });
  if (issue.length === 0) return fine(rule, values, 'CAA');
  if (allowed.length === 0) return result('fail', 'caa-forbids-all');
  if (ca === '') return result('info', 'caa-restricts');
  const own = issue.filter(({ value }) => sameAuthority(value, ca));
  if (own.length === 0) return result('fail', 'caa-forbids');
  const limits = own.map(({ parameters }) => parameters);
  return limits.every((limit) => limit !== '') ? result('info', 'caa-limits', { limits }) : fine(rule, values, 'CAA');
}

function judgeCaa(facts: DnsIssuanceFacts, params: Params): RuleResult<IssuanceCode> {
  const questions = climb(facts, params.name);
  if (questions.length === 0) return { ...silence('DNS-10', undefined, params.name), subject: 'CAA' };
  for (const question of questions) {
    const said = heard(question);
    // An authority must not read a failed look-up as permission, and neither do we.
    if (said === 'nothing') return { ...silence('DNS-10', question, question.name), subject: 'CAA' };
    if (said === 'none') continue;
    const records = recordsSeen(question).map(readCaa);
    const readable = records.filter((record) => record !== null);
    if (readable.length < records.length)
      return { rule: 'DNS-10', status: 'warn', code: 'caa-unreadable', subject: 'CAA', params: { name: params.name, at: question.name } };
    return judgeSet(readable, params, question.name);
  }
  return fine('DNS-10', { name: params.name, at: '', ca: params.intendedCa ?? '', allowed: [] }, 'CAA');
}

/** Since 15 Mar 2026 authorities must validate DNSSEC when they look up CAA and the validation of a domain: a broken chain means no certificate. */
function judgeDnssec(facts: DnsIssuanceFacts, name: string): RuleResult<IssuanceCode> {
  const rule = 'DNS-10';
  const subject = 'DNSSEC';
  if (facts.dnssec === 'bogus') return { rule, status: 'fail', code: 'dnssec-bogus', subject, params: { name } };
  if (facts.dnssec === 'unable-to-tell') return { rule, status: 'unable-to-tell', code: 'dnssec-unknown', subject, params: { name } };
  return fine(rule, { name, dnssec: facts.dnssec }, subject);
}

/** DNS-10: may the intended authority issue (RFC 8659), and does DNSSEC validate? `now` is not looked at. */
export function judgeIssuance(facts: DnsIssuanceFacts, params: Params, _now: number): readonly RuleResult<IssuanceCode>[] {
  return [judgeCaa(facts, params), judgeDnssec(facts, params.name), ...judgeAgreement(facts.questions, false)];
}
