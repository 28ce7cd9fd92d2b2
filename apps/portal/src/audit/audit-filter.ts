'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { AuditQuery } from '../api/audit-queries';

/** The filter lives in the address: a finding can be sent to a colleague as a link. */
export const useAuditFilter = () =>
  useQueryStates({
    /** Days by the reader's clock (`2026-11-23`), both included. */
    from: parseAsString,
    to: parseAsString,
    action: parseAsString,
    actorId: parseAsString,
    targetId: parseAsString,
    tenantId: parseAsString,
    outcome: parseAsStringLiteral(['done', 'refused'] as const),
    search: parseAsString.withDefault(''),
  });

export type AuditFilter = ReturnType<typeof useAuditFilter>[0];

const startOf = (day: string | null, plusDays = 0): string | undefined => {
  if (day === null || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + plusDays);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

/** The filter as the API takes it: a last day counts whole. */
export const auditQueryOf = (filter: AuditFilter): AuditQuery => ({
  from: startOf(filter.from),
  to: startOf(filter.to, 1),
  action: filter.action ?? undefined,
  actorId: filter.actorId ?? undefined,
  targetId: filter.targetId ?? undefined,
  tenantId: filter.tenantId ?? undefined,
  outcome: filter.outcome ?? undefined,
  search: filter.search.trim() || undefined,
});
