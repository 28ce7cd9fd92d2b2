'use client';

import { TunnelState } from '@stellwerk/domain';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

/** The filter of the fleet's table lives in the address, so that it can be bookmarked, shared and left by "back". */
export const useFleetFilter = () =>
  useQueryStates({
    state: parseAsStringLiteral(TunnelState.options),
    tenantId: parseAsString,
    search: parseAsString.withDefault(''),
  });
