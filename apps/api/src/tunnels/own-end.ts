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

/** What was approved for good does not become access to a console by hand: that is always for a time, so somebody has to approve the change with an end. */
export function refuseConsole({ mappings }: TunnelAsked, before: Pick<TunnelRow, 'endsAt' | 'requestId'>): void {
  if (before.requestId === null || before.endsAt !== null) return;
  const errors = mappings.flatMap((m, i) => (opensPbxConsole([m]) ? [{ pointer: `/mappings/${i}`, code: 'console-needs-end' }] : []));
  if (errors.length > 0) throw new Refusal('mapping-refused', { errors });
}

/** An access whose approved time is over is not switched on again by hand: somebody has to approve another one. */
export function refuseEnded(row: Pick<TunnelRow, 'endsAt' | 'requestId'>, now: number): void {
  if (row.requestId !== null && ended(row, now)) throw new Refusal('access-ended');
}
