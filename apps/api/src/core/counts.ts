import type { TunnelCounts } from '@stellwerk/contracts';
import { condition } from '@stellwerk/domain';
import type { ConditionRow } from '@stellwerk/store';

const none = (): TunnelCounts => ({ total: 0, up: 0, attention: 0, down: 0, stopped: 0, unknown: 0 });

/** The pot a group of tunnels counts in; a row without a living worker behind it is only a claim. */
function potOf(row: ConditionRow): Exclude<keyof TunnelCounts, 'total'> {
  if (!row.wanted) return 'stopped';
  if (row.state === null || !row.workerAlive) return 'unknown';
  return condition({ state: row.proven === false ? 'degraded' : row.state, attempts: row.attempts });
}

/** Folds the groups into counts per tenant or PBX; the fleet's stand under null. */
export function countsBy(rows: readonly ConditionRow[]): (of: string | null) => TunnelCounts {
  const counts = new Map<string | null, TunnelCounts>();
  for (const row of rows) {
    const entry = counts.get(row.of) ?? none();
    entry.total += row.tunnels;
    entry[potOf(row)] += row.tunnels;
    counts.set(row.of, entry);
  }
  return (of) => counts.get(of) ?? none();
}
