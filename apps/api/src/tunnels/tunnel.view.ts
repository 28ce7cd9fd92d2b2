import type { LiveStatus, Output, routes, TunnelEvent } from '@stellwerk/contracts';
import { type Fault, fault, isOver, judgeStatus, type Locale, type MappingStatus, shouldRun, type TunnelStatus } from '@stellwerk/domain';
import type { StatusRow, TunnelEventRow, TunnelRow } from '@stellwerk/store';
import { reasonView } from '../core/findings.js';

type TunnelView = Output<typeof routes.getTunnel>;

const statusOf = (row: StatusRow): TunnelStatus => ({
  state: row.state,
  since: row.since.toISOString(),
  reason: row.reason,
  attempts: row.attempts,
  nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  worker: row.workerId,
  roundTripMs: row.roundTripMs,
  mappings: row.mappings,
});

/** What can be said of a mapping that no worker has reported on yet. */
const unreported = (id: string, tunnel: TunnelStatus): MappingStatus => ({
  id,
  state: tunnel.state === 'stopped' ? 'closed' : tunnel.state === 'unknown' ? 'unknown' : 'opening',
  reason: null,
  probedAt: null,
  bytesIn: 0,
  bytesOut: 0,
  connections: 0,
  connectionsTotal: 0,
});

/** The status with sentences. */
export const liveStatus = (status: TunnelStatus, locale: Locale): LiveStatus => ({
  ...status,
  reason: reasonView(status.reason, locale),
  mappings: status.mappings.map((mapping) => ({ ...mapping, reason: reasonView(mapping.reason, locale) })),
});

/** Why a tunnel shall not run, when it is not simply switched off. */
const whyStopped = ({ endsAt, tenantActive }: TunnelRow, now: number): Fault | null => {
  if (!tenantActive) return fault('tenant-suspended');
  return endsAt !== null && isOver(endsAt.getTime(), now) ? fault('access-ended', { at: endsAt.toISOString() }) : null;
};

/** The status of a stored tunnel as it may be shown now: one entry for each of its mappings, in their order. */
export function judged(row: TunnelRow, now: number): TunnelStatus {
  const endsAt = row.endsAt?.getTime() ?? null;
  const status = judgeStatus(row.status === null ? null : statusOf(row.status), {
    ownerAlive: row.workerAlive,
    shouldRun: shouldRun({ ...row, endsAt }, now),
    now,
    changedAt: row.updatedAt.getTime(),
    reason: whyStopped(row, now),
  });
  const reported = new Map(status.mappings.map((mapping) => [mapping.id, mapping]));
  return { ...status, mappings: row.mappings.map(({ id }) => reported.get(id) ?? unreported(id, status)) };
}

export interface Reading {
  readonly locale: Locale;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export const tunnelView = (row: TunnelRow, reading: Reading): TunnelView => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  endsAt: row.endsAt?.toISOString() ?? null,
  status: liveStatus(judged(row, reading.now), reading.locale),
});

export const eventView = (row: TunnelEventRow, locale: Locale): TunnelEvent => ({
  ...row,
  at: row.at.toISOString(),
  reason: reasonView(row.reason, locale),
  worker: row.workerId,
});
