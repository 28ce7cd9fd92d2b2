import { CONSOLE_MS, isOver, opensPbxConsole, type TunnelAsked } from '@stellwerk/domain';
import type { TunnelRow, TunnelValues } from '@stellwerk/store';
import { Refusal } from '../http/refusal.js';

const ended = (row: Pick<TunnelRow, 'endsAt'>, now: number): boolean => isOver(row.endsAt?.getTime() ?? null, now);

/**
 * The end of a tunnel that is written by hand. What was approved keeps its end and its request, whatever is edited; access to
 * the console of a PBX, which is never for good, ends some hours after it was given; everything else has none.
 */
export function ownGrant(input: TunnelAsked, before: TunnelRow | null, now: number): NonNullable<TunnelValues['grant']> {
  if (before !== null && before.requestId !== null) return { endsAt: before.endsAt, requestId: before.requestId };
  if (!opensPbxConsole(input.mappings)) return { endsAt: null, requestId: null };
  const kept = before !== null && opensPbxConsole(before.mappings) && before.endsAt !== null && !ended(before, now) ? before.endsAt : null;
  return { endsAt: kept ?? new Date(now + CONSOLE_MS), requestId: null };
}

/** An access whose approved time is over is not switched on again by hand: somebody has to approve another one. */
export function refuseEnded(row: Pick<TunnelRow, 'endsAt' | 'requestId'>, now: number): void {
  if (row.requestId !== null && ended(row, now)) throw new Refusal('access-ended');
}
