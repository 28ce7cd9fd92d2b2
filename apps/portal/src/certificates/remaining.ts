import type { Certificate } from '@stellwerk/contracts';
import type { Tone } from '../ui/signal';

/** How much of a certificate's own life is left: 1 before it begins, 0 when it is over (ISO 8601; `notAfter` is the last valid second). */
export function remainingShare(notBefore: string, notAfter: string, now: number): number {
  const begins = Date.parse(notBefore);
  const ends = Date.parse(notAfter) + 1_000;
  // Some certificates end before they begin: nothing is left of that.
  if (!(ends > begins)) return now < ends ? 1 : 0;
  return Math.min(1, Math.max(0, (ends - now) / (ends - begins)));
}

/** How a bar of what is left looks; the API's level decides, never the bar itself. */
export const LEVEL_TONE = {
  ok: 'up',
  due: 'info',
  warn: 'attention',
  critical: 'down',
  expired: 'down',
  'not-yet-valid': 'attention',
} as const satisfies Record<Certificate['level'], Tone>;
