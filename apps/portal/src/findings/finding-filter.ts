'use client';

import { FindingSeverity } from '@stellwerk/domain';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { FindingQuery } from '../api/check-queries';

export const FINDING_STATES = ['open', 'muted', 'closed', 'all'] as const;
/** Spans that people plan in. */
export const WITHIN_DAYS = [7, 30, 90, 365] as const;

/** The filter lives in the address: “what breaks at this customer within a month” can be sent as a link. */
export const useFindingFilter = () =>
  useQueryStates({
    tenantId: parseAsString,
    pbxId: parseAsString,
    checkId: parseAsString,
    severity: parseAsStringLiteral(FindingSeverity.options),
    rule: parseAsString,
    state: parseAsStringLiteral(FINDING_STATES),
    days: parseAsInteger,
    search: parseAsString.withDefault(''),
  });

export type FindingFilter = ReturnType<typeof useFindingFilter>[0];

export const isFiltered = (filter: FindingFilter): boolean => Object.values(filter).some((value) => value !== null && value !== '');

/** The filter as the API takes it; open ones unless told. */
export const findingQueryOf = (filter: FindingFilter): FindingQuery => ({
  tenantId: filter.tenantId ?? undefined,
  pbxId: filter.pbxId ?? undefined,
  checkId: filter.checkId ?? undefined,
  severity: filter.severity ?? undefined,
  rule: filter.rule?.trim() || undefined,
  state: filter.state ?? undefined,
  breaksWithinDays: filter.days !== null && filter.days >= 1 && filter.days <= 730 ? filter.days : undefined,
  search: filter.search.trim() || undefined,
});
