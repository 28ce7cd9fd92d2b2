'use client';

import { CHECK_KINDS, CheckStatus } from '@stellwerk/domain';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { CheckQuery } from '../api/check-queries';

export const PAUSED = ['paused', 'running'] as const;

export const useCheckFilter = () =>
  useQueryStates({
    tenantId: parseAsString,
    pbxId: parseAsString,
    kind: parseAsStringLiteral(CHECK_KINDS),
    status: parseAsStringLiteral(CheckStatus.options),
    paused: parseAsStringLiteral(PAUSED),
    search: parseAsString.withDefault(''),
  });

export type CheckFilter = ReturnType<typeof useCheckFilter>[0];

export const checkQueryOf = (filter: CheckFilter): CheckQuery => ({
  tenantId: filter.tenantId ?? undefined,
  pbxId: filter.pbxId ?? undefined,
  kind: filter.kind ?? undefined,
  status: filter.status ?? undefined,
  paused: filter.paused === null ? undefined : filter.paused === 'paused' ? 'true' : 'false',
  search: filter.search.trim() || undefined,
});
