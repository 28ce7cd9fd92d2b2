import type { DnsAnswer, DnsQuestion } from '../check/facts.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { answersSaid, definiteAnswers, outcomeOf, recordKey, recordsOf, type SilenceCode, unansweredOf, untold } from './answers.js';

export type AgreementCode = 'dns-disagree' | 'dns-some-servfail' | 'dns-ttl-long';

/** Above this a change takes more than an hour to reach everybody, in seconds. */
const LONG_TTL = 3_600;

const whatItSays = (question: DnsQuestion, answer: DnsAnswer): string => {
  const outcome = outcomeOf(answer, question.type);
  const keys = recordsOf(answer, question.type).map(recordKey);
  return outcome === 'records' ? [...new Set(keys)].sort().join('\n') : outcome;
};

/**
 * DNS-09: do authoritative servers and public resolvers say the same, and would a change arrive soon? Disagreement is never a failure: it is
 * what a change looks like while it spreads, and where it stays, one of the servers is behind. One result per question; none where only one
 * server answered and its TTL is short.
 * @param moving whether the records differ from what they should be, so that somebody is about to change them: a long TTL then matters
 */
export function judgeAgreement(questions: readonly DnsQuestion[], moving: boolean): readonly RuleResult<AgreementCode | SilenceCode>[] {
  const unanswered = unansweredOf(questions);
  const all = questions.flatMap((question): readonly RuleResult<AgreementCode>[] => {
    const rule = 'DNS-09';
    const subject = `${question.name} ${question.type}`;
    const params = { name: question.name, type: question.type, answers: answersSaid(question) };
    const definite = definiteAnswers(question);
    const results: RuleResult<AgreementCode>[] = [];
    const sayings = new Set(definite.map((answer) => whatItSays(question, answer)));
    if (sayings.size > 1) results.push({ rule, status: 'warn', code: 'dns-disagree', subject, params });
    else if (definite.length > 0 && question.answers.some((answer) => answer.rcode === 'SERVFAIL'))
      results.push({ rule, status: 'warn', code: 'dns-some-servfail', subject, params });
    // Resolvers count a TTL down from what the zone says, so the longest is the closest to it.
    const ttl = Math.max(0, ...definite.flatMap((answer) => recordsOf(answer, question.type).map((record) => record.ttl)));
    if (ttl > LONG_TTL) {
      const change = moving || sayings.size > 1;
      results.push({
        rule,
        status: change ? 'warn' : 'info',
        code: 'dns-ttl-long',
        subject: `${subject} TTL`,
        params: { name: question.name, type: question.type, ttl, hours: Math.round(ttl / 360) / 10, recommended: LONG_TTL },
      });
    }
    return results.length > 0 || definite.length < 2 ? results : [fine(rule, { ...params, ttl }, subject)];
  });
  return unanswered === undefined ? all : [...all, untold('DNS-09', unanswered, unanswered.name)];
}
