import type { DnsAnswer, DnsQuestion, DnsRecord } from '../check/facts.js';
import type { RuleResult } from '../check/rule-result.js';
import { asciiName } from './name.js';

/** What one answer amounts to. `nodata`: the name exists, but not with this type. The last ones say nothing about the name. */
export type Outcome = 'records' | 'nodata' | 'nxdomain' | 'loop' | 'servfail' | 'refused' | 'timeout' | 'unreadable';

/** Codes for a question that nobody answered, one per way of not answering. */
export type SilenceCode = 'dns-servfail' | 'dns-refused' | 'dns-timeout' | 'dns-unreadable' | 'dns-no-answer' | 'dns-alias-loop';

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  NXDOMAIN: 'nxdomain',
  LOOP: 'loop',
  SERVFAIL: 'servfail',
  REFUSED: 'refused',
  TIMEOUT: 'timeout',
  UNREACHABLE: 'timeout',
};
const SILENCES: Readonly<Partial<Record<Outcome, SilenceCode>>> = {
  servfail: 'dns-servfail',
  refused: 'dns-refused',
  timeout: 'dns-timeout',
  unreadable: 'dns-unreadable',
};

export const recordsOf = (answer: DnsAnswer, type: DnsRecord['type']): readonly DnsRecord[] =>
  answer.rcode === 'NOERROR' ? answer.records.filter((record) => record.type === type) : [];

/** What an answer says about the question's own type. */
export function outcomeOf(answer: DnsAnswer, type: DnsRecord['type']): Outcome {
  if (answer.rcode === 'NOERROR') return recordsOf(answer, type).length > 0 ? 'records' : 'nodata';
  return OUTCOMES[answer.rcode] ?? 'unreadable';
}

const DEFINITE: readonly Outcome[] = ['records', 'nodata', 'nxdomain'];

/** Answers that say something: records, no such type, or no such name. */
export const definiteAnswers = (question: DnsQuestion): readonly DnsAnswer[] =>
  question.answers.filter((answer) => DEFINITE.includes(outcomeOf(answer, question.type)));

/** The records of all answers together, each once. */
export function recordsSeen(question: DnsQuestion): readonly DnsRecord[] {
  const seen = new Map<string, DnsRecord>();
  for (const record of question.answers.flatMap((answer) => recordsOf(answer, question.type))) {
    const key = recordKey(record);
    if (!seen.has(key)) seen.set(key, record);
  }
  return [...seen.values()];
}

/** `nothing`: nobody answered. `none`: whoever answered knows no record; then `nxdomain` tells whether all deny the name itself. */
export type Heard = 'records' | 'none' | 'nothing';

export function heard(question: DnsQuestion | undefined): Heard {
  if (question === undefined) return 'nothing';
  const outcomes = definiteAnswers(question).map((answer) => outcomeOf(answer, question.type));
  return outcomes.includes('records') ? 'records' : outcomes.length > 0 ? 'none' : 'nothing';
}

/** True when everybody who answered denies the name itself, not only the type. */
export const nameDenied = (question: DnsQuestion): boolean => {
  const definite = definiteAnswers(question);
  return definite.length > 0 && definite.every((answer) => outcomeOf(answer, question.type) === 'nxdomain');
};

/** `8.8.8.8: SERVFAIL`, for evidence in a sentence. */
const said = (answer: DnsAnswer, type: DnsRecord['type']): string => {
  const values = recordsOf(answer, type).map((record) => (record.srv === null ? record.value : srvText(record.srv)));
  const what = values.length > 0 ? values.sort().join(' ') : answer.rcode === 'NOERROR' ? 'NODATA' : answer.rcode;
  return `${answer.resolver}: ${what}`;
};

export const answersSaid = (question: DnsQuestion): readonly string[] =>
  question.answers.slice(0, 16).map((answer) => said(answer, question.type));

/** Why a question stayed without an answer. A loop of aliases is a mistake in the zone; everything else says nothing about it. */
export function silence(rule: string, question: DnsQuestion | undefined, subject: string): RuleResult<SilenceCode> {
  const answers = question?.answers ?? [];
  const kinds = new Set(answers.map((answer) => outcomeOf(answer, question?.type ?? 'A')));
  const params = {
    name: question?.name ?? subject,
    type: question?.type ?? '',
    answers: question === undefined ? [] : answersSaid(question),
  };
  if (kinds.has('loop')) return { rule, status: 'fail', code: 'dns-alias-loop', subject, params };
  const [only] = kinds;
  const code = (kinds.size === 1 && only !== undefined ? SILENCES[only] : undefined) ?? 'dns-no-answer';
  return { rule, status: 'unable-to-tell', code, subject, params };
}

/** The rule could not be asked about anything: what it found before stays as it is (`check/life.ts`: an empty subject means all of them). */
export const untold = (rule: string, question: DnsQuestion | undefined, name: string): RuleResult<SilenceCode> => {
  const answer = silence(rule, question, name);
  return { ...answer, subject: '', status: 'unable-to-tell', code: answer.code === 'dns-alias-loop' ? 'dns-no-answer' : answer.code };
};

/** The first question that nobody answered; undefined when all were, or when there is none. */
export const unansweredOf = (questions: readonly DnsQuestion[]): DnsQuestion | undefined =>
  questions.find((question) => heard(question) === 'nothing');

/** The question about a name and type; names are compared as DNS does. */
export const questionAbout = (questions: readonly DnsQuestion[], name: string, type: DnsRecord['type']): DnsQuestion | undefined =>
  questions.find((question) => question.type === type && canonical(question.name) === canonical(name));

/** Lower case, no trailing dot, A-labels where it is a host name; underscored names stay as they are. */
export const canonical = (name: string): string => asciiName(name) ?? name.trim().toLowerCase().replace(/\.$/, '');

export const srvText = (srv: NonNullable<DnsRecord['srv']>): string =>
  `${srv.priority} ${srv.weight} ${srv.port} ${srv.target === '' ? '.' : srv.target}`;

/** A record without its TTL: what must be equal for two records to say the same. */
export const recordKey = (record: DnsRecord): string =>
  record.srv === null
    ? `${record.type} ${canonical(record.value)}`
    : `SRV ${srvText({ ...record.srv, target: canonical(record.srv.target) })}`;
