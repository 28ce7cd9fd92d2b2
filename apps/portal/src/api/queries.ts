'use client';

import type { TunnelState } from '@stellwerk/domain';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { api, rememberMe } from './client';
import { usePollInterval } from './live-store';
import { everyPage } from './pages';

const DIRECTORY_FRESH_MS = 60_000;

export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: async ({ signal }) => rememberMe(await api.me({}, signal)), staleTime: 5 * 60_000 });

export const useOverview = () =>
  useQuery({ queryKey: ['overview'], queryFn: ({ signal }) => api.overview({}, signal), refetchInterval: usePollInterval() });

/** All customers, PBXs and SSH servers: small rows that names, choices and the search are made of. */
export const useTenants = () =>
  useQuery({
    queryKey: ['tenants'],
    queryFn: ({ signal }) => everyPage((cursor) => api.listTenants({ query: { limit: 200, cursor } }, signal)),
    staleTime: DIRECTORY_FRESH_MS,
    refetchInterval: DIRECTORY_FRESH_MS,
  });
export const usePbxs = () =>
  useQuery({
    queryKey: ['pbxs'],
    queryFn: ({ signal }) => everyPage((cursor) => api.listPbxs({ query: { limit: 200, cursor } }, signal)),
    staleTime: DIRECTORY_FRESH_MS,
    refetchInterval: DIRECTORY_FRESH_MS,
  });
export const useSshServers = () =>
  useQuery({
    queryKey: ['ssh-servers'],
    queryFn: ({ signal }) => everyPage((cursor) => api.listSshServers({ query: { limit: 200, cursor } }, signal)),
    staleTime: DIRECTORY_FRESH_MS,
  });

export const useTenant = (id: string) =>
  useQuery({ queryKey: ['tenants', id], queryFn: ({ signal }) => api.getTenant({ params: { id } }, signal) });
export const usePbx = (id: string | undefined) =>
  useQuery({
    queryKey: ['pbxs', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => api.getPbx({ params: { id: id ?? '' } }, signal),
  });
export const useSshServer = (id: string | undefined) =>
  useQuery({
    queryKey: ['ssh-servers', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => api.getSshServer({ params: { id: id ?? '' } }, signal),
  });

export interface TunnelFilter {
  readonly tenantId?: string;
  readonly pbxId?: string;
  readonly sshServerId?: string;
  readonly state?: TunnelState;
  readonly search?: string;
}

/** Tunnels under a filter, page by page. */
export const useTunnels = (filter: TunnelFilter, limit = 50) =>
  useInfiniteQuery({
    queryKey: ['tunnels', filter, limit],
    queryFn: ({ pageParam, signal }) => api.listTunnels({ query: { ...filter, limit, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });

export const useTunnel = (id: string | undefined) =>
  useQuery({
    queryKey: ['tunnel', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => api.getTunnel({ params: { id: id ?? '' } }, signal),
    refetchInterval: usePollInterval(),
  });

export const useTunnelEvents = (id: string) =>
  useInfiniteQuery({
    queryKey: ['tunnel-events', id],
    queryFn: ({ pageParam, signal }) => api.listTunnelEvents({ params: { id }, query: { limit: 30, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: usePollInterval(),
  });

export const useServiceTemplates = () => {
  const locale = useLocale();
  return useQuery({
    queryKey: ['service-templates', locale],
    queryFn: ({ signal }) => api.listServiceTemplates({}, signal),
    staleTime: Infinity,
  });
};
