import { fault, type Fault } from './fault.js';
import { type MappingStatus, PROOF_TTL_MS, type TunnelStatus } from './status.js';

/** What the reader knows besides the row itself. */
export interface StatusWitness {
  /** The lease of the worker that wrote the row has not run out. */
  readonly ownerAlive: boolean;
  /** What `shouldRun` says of the tunnel. */
  readonly shouldRun: boolean;
  /** Milliseconds since the epoch, of the clock that wrote the row. */
  readonly now: number;
  /** When the tunnel was made or last changed, milliseconds since the epoch: since when a tunnel that no worker ever reported waits for one. */
  readonly changedAt?: number;
  /** Why it shall not run, when that needs saying: its time is over, its customer is suspended. */
  readonly reason?: Fault | null;
}

export const NEVER_RUN: TunnelStatus = {
  state: 'stopped',
  since: new Date(0).toISOString(),
  reason: null,
  attempts: 0,
  nextAttemptAt: null,
  worker: null,
  roundTripMs: null,
  mappings: [],
};

/**
 * What may be shown of a stored status. A row is only a claim: without a living worker behind it the state is `unknown`,
 * and a mapping is `up` only while its last proof is younger than PROOF_TTL_MS.
 */
export function judgeStatus(row: TunnelStatus | null, witness: StatusWitness): TunnelStatus {
  if (!row) {
    const since = new Date(witness.changedAt ?? witness.now).toISOString();
    return witness.shouldRun
      ? { ...NEVER_RUN, state: 'unknown', since, reason: fault('worker-awaited') }
      : { ...NEVER_RUN, since, reason: witness.reason ?? null };
  }
  if (!witness.shouldRun && (row.state === 'stopped' || !witness.ownerAlive))
    return { ...row, state: 'stopped', reason: witness.reason ?? null, mappings: row.mappings.map(close) };
  if (!witness.ownerAlive) return unknown(row);
  const mappings = row.mappings.map((m) => judgeMapping(m, witness.now));
  if (row.state !== 'up') return { ...row, mappings };
  const bad = mappings.find((m) => m.state !== 'up');
  return bad ? { ...row, state: 'degraded', reason: bad.reason ?? fault('probe-overdue'), mappings } : { ...row, mappings };
}

function unknown(row: TunnelStatus): TunnelStatus {
  const reason: Fault = fault('worker-silent', row.worker === null ? {} : { worker: row.worker });
  return {
    ...row,
    state: 'unknown',
    reason,
    roundTripMs: null,
    nextAttemptAt: null,
    mappings: row.mappings.map((m) => ({ ...m, state: 'unknown', connections: 0 })),
  };
}

function judgeMapping(m: MappingStatus, now: number): MappingStatus {
  if (m.state !== 'up') return m;
  const fresh = m.probedAt !== null && now - Date.parse(m.probedAt) <= PROOF_TTL_MS;
  return fresh ? m : { ...m, state: 'failing', reason: fault('probe-overdue') };
}

const close = (m: MappingStatus): MappingStatus => ({ ...m, state: 'closed', reason: null, connections: 0 });

type Condition = 'up' | 'attention' | 'down' | 'stopped' | 'unknown';

/** In which pot of an overview a judged tunnel counts. `waiting` is attention while it is young, `down` once it failed more than three times. */
export function condition(status: Pick<TunnelStatus, 'state' | 'attempts'>): Condition {
  switch (status.state) {
    case 'up':
    case 'unknown':
    case 'stopped':
      return status.state;
    case 'draining':
      return 'stopped';
    case 'blocked':
      return 'down';
    case 'waiting':
    case 'connecting':
      return status.attempts > 3 ? 'down' : 'attention';
    default:
      return 'attention';
  }
}
