'use client';

import { RequestState } from '@stellwerk/contracts';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

/** The inbox's filter lives in the address, so that it can be bookmarked, shared and left by “back”. */
export const useRequestFilter = () =>
  useQueryStates({
    state: parseAsStringLiteral(RequestState.options),
    tenantId: parseAsString,
    mine: parseAsBoolean.withDefault(false),
    search: parseAsString.withDefault(''),
  });
