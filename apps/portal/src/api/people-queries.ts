'use client';

import { useQuery } from '@tanstack/react-query';
import { api } from './client';
import { everyPage } from './pages';

/** Members of one customer, or (undefined) of the caller's own side. */
export const useMembers = (tenantId: string | undefined) =>
  useQuery({
    queryKey: ['members', tenantId ?? null],
    queryFn: ({ signal }) => everyPage((cursor) => api.listMembers({ query: { tenantId, limit: 200, cursor } }, signal)),
  });

export const useInvitations = (tenantId: string | undefined) =>
  useQuery({
    queryKey: ['invitations', tenantId ?? null],
    queryFn: ({ signal }) => everyPage((cursor) => api.listInvitations({ query: { tenantId, limit: 200, cursor } }, signal)),
  });

export const useServiceAccounts = () =>
  useQuery({
    queryKey: ['service-accounts'],
    queryFn: ({ signal }) => everyPage((cursor) => api.listServiceAccounts({ query: { limit: 200, cursor } }, signal)),
  });

export const useDelegations = (tenantId?: string) =>
  useQuery({
    queryKey: ['delegations', tenantId ?? null],
    queryFn: ({ signal }) => everyPage((cursor) => api.listDelegations({ query: { tenantId, limit: 200, cursor } }, signal)),
  });

export const useSettings = (enabled: boolean) =>
  useQuery({ queryKey: ['settings'], enabled, queryFn: ({ signal }) => api.getSettings({}, signal) });

export const useIdentityProviders = (tenantId: string | undefined) =>
  useQuery({
    queryKey: ['identity-providers', tenantId ?? null],
    queryFn: async ({ signal }) => (await api.listIdentityProviders({ query: { tenantId } }, signal)).items,
  });
