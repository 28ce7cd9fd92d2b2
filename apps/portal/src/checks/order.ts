import type { RuleAnswer } from '@stellwerk/contracts';
import type { CheckStatus } from '@stellwerk/domain';

/** What somebody must do comes before what nobody knows, and that before what is fine. */
const ORDER = ['fail', 'warn', 'unable-to-tell', 'info', 'pending', 'ok', 'skipped'] as const satisfies readonly CheckStatus[];

/** The answers of a run in the order in which a person wants them; otherwise as the rules gave them. */
export const worstFirst = (answers: readonly RuleAnswer[]): readonly RuleAnswer[] =>
  [...answers].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));

/** In order, or not asked: a line is enough. */
export const isQuiet = ({ status }: Pick<RuleAnswer, 'status'>): boolean => status === 'ok' || status === 'skipped';

const FINGERPRINT = /^[0-9a-f]{64}$/;

/** What an answer is about, as a line can show it: the beginning of a fingerprint is enough to tell two apart. */
export const shortSubject = (subject: string): string => (FINGERPRINT.test(subject) ? `${subject.slice(0, 12)}…` : subject);
