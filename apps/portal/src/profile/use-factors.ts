'use client';

import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';

/** The own password, second factors and linked identities. */
export const useFactors = () => useQuery({ queryKey: ['factors'], queryFn: ({ signal }) => api.factors({}, signal) });
export const useSessions = () => useQuery({ queryKey: ['sessions'], queryFn: ({ signal }) => api.listSessions({}, signal) });
