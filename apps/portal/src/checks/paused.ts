import type { Check, CheckFinding } from '@stellwerk/contracts';
import { isPaused } from '@stellwerk/domain';

const ms = (at: string | null): number | null => (at === null ? null : Date.parse(at));

/** Whether nobody runs this check now: a pause that is over is none, whoever still has it written down. */
export const isResting = (check: Pick<Check, 'pausedAt' | 'pausedUntil'>, now: number): boolean =>
  isPaused({ pausedAt: ms(check.pausedAt), pausedUntil: ms(check.pausedUntil) }, now);

/** Whether this finding raises no alert now. */
export const isMuted = ({ mutedUntil }: Pick<CheckFinding, 'mutedUntil'>, now: number): boolean =>
  mutedUntil !== null && now < Date.parse(mutedUntil);
