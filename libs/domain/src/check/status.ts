import { z } from 'zod';

/**
 * What a rule, and so a check, says. `unable-to-tell`: the facts could not be had, which is never a failure of the customer's.
 * `skipped`: the question does not arise here. `pending`: nobody has looked yet.
 */
export const CHECK_STATUSES = ['ok', 'info', 'warn', 'fail', 'unable-to-tell', 'skipped', 'pending'] as const;
export const CheckStatus = z.enum(CHECK_STATUSES);
export type CheckStatus = z.infer<typeof CheckStatus>;

/** What a rule can answer: everything but `pending`. */
export type RuleStatus = Exclude<CheckStatus, 'pending'>;

/** How much an open finding matters. */
export const FindingSeverity = z.enum(['fail', 'warn', 'info']);
export type FindingSeverity = z.infer<typeof FindingSeverity>;

/** The later, the worse: what somebody must do comes before what nobody knows. */
const ORDER: readonly RuleStatus[] = ['skipped', 'ok', 'info', 'unable-to-tell', 'warn', 'fail'];

/** The worst of several answers; `skipped` when there is none. */
export const worstStatus = (statuses: readonly RuleStatus[]): RuleStatus =>
  statuses.reduce<RuleStatus>((worst, status) => (ORDER.indexOf(status) > ORDER.indexOf(worst) ? status : worst), 'skipped');
