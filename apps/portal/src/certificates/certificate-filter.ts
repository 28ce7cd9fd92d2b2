'use client';

import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { CertificateQuery } from '../api/check-queries';

export const SOURCES = ['observed', 'uploaded'] as const;
export const VIEWS = ['table', 'calendar', 'timeline'] as const;

export const useCertificateFilter = () =>
  useQueryStates({
    tenantId: parseAsString,
    pbxId: parseAsString,
    source: parseAsStringLiteral(SOURCES),
    days: parseAsInteger,
    superseded: parseAsBoolean,
    search: parseAsString.withDefault(''),
  });

export type CertificateFilter = ReturnType<typeof useCertificateFilter>[0];

export const certificateQueryOf = (filter: CertificateFilter): CertificateQuery => ({
  tenantId: filter.tenantId ?? undefined,
  pbxId: filter.pbxId ?? undefined,
  source: filter.source ?? undefined,
  expiresWithinDays: filter.days !== null && filter.days >= 1 && filter.days <= 730 ? filter.days : undefined,
  ...(filter.superseded ? { superseded: 'true' as const } : {}),
  search: filter.search.trim() || undefined,
});
