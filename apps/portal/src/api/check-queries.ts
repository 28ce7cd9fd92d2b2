'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { api } from './client';
import { usePollInterval } from './live-store';
import { useMay } from './may';
import { everyPage } from './pages';

type QueryOf<R extends 'listChecks' | 'listFindings' | 'listCertificates' | 'outlook'> = Omit<
  NonNullable<NonNullable<Parameters<(typeof api)[R]>[0]>['query']>,
  'limit' | 'cursor'
>;
export type CheckQuery = QueryOf<'listChecks'>;
export type FindingQuery = QueryOf<'listFindings'>;
export type CertificateQuery = QueryOf<'listCertificates'>;

const first = undefined as string | undefined;
const next = (page: { nextCursor: string | null }) => page.nextCursor ?? undefined;
const useReads = () => useMay('checks:read');

/** Checks under a filter, page by page. */
export const useChecks = (filter: CheckQuery, limit = 50) =>
  useInfiniteQuery({
    queryKey: ['checks', filter, limit],
    enabled: useReads(),
    queryFn: ({ pageParam, signal }) => api.listChecks({ query: { ...filter, limit, cursor: pageParam } }, signal),
    initialPageParam: first,
    getNextPageParam: next,
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });

export const useCheck = (id: string | undefined) =>
  useQuery({
    queryKey: ['check', id],
    enabled: useReads() && id !== undefined,
    queryFn: ({ signal }) => api.getCheck({ params: { id: id ?? '' } }, signal),
    refetchInterval: usePollInterval(),
  });

/** The history of a check, newest first, told in the page's language. */
export const useCheckRuns = (id: string, { changed = false, limit = 20 }: { changed?: boolean; limit?: number } = {}) => {
  const locale = useLocale();
  return useInfiniteQuery({
    queryKey: ['check-runs', id, locale, changed, limit],
    enabled: useReads(),
    queryFn: ({ pageParam, signal }) =>
      api.listCheckRuns({ params: { id }, query: { limit, cursor: pageParam, ...(changed ? { changed: 'true' } : {}) } }, signal),
    initialPageParam: first,
    getNextPageParam: next,
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });
};

/** Findings under a filter; what breaks first comes first. */
export const useFindings = (filter: FindingQuery, limit = 50) => {
  const locale = useLocale();
  return useInfiniteQuery({
    queryKey: ['findings', locale, filter, limit],
    enabled: useReads(),
    queryFn: ({ pageParam, signal }) => api.listFindings({ query: { ...filter, limit, cursor: pageParam } }, signal),
    initialPageParam: first,
    getNextPageParam: next,
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });
};

export const useFinding = (id: string) => {
  const locale = useLocale();
  return useQuery({
    queryKey: ['finding', id, locale],
    enabled: useReads(),
    queryFn: ({ signal }) => api.getFinding({ params: { id } }, signal),
    refetchInterval: usePollInterval(),
  });
};

/** What expires, breaks or needs a hand within so many days, soonest first. */
export const useOutlook = (query: QueryOf<'outlook'>) => {
  const locale = useLocale();
  return useQuery({
    queryKey: ['outlook', locale, query],
    enabled: useReads(),
    queryFn: async ({ signal }) => (await api.outlook({ query }, signal)).items,
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });
};

/** Certificates under a filter, the next to expire first. */
export const useCertificates = (filter: CertificateQuery, limit = 50) =>
  useInfiniteQuery({
    queryKey: ['certificates', filter, limit],
    enabled: useReads(),
    queryFn: ({ pageParam, signal }) => api.listCertificates({ query: { ...filter, limit, cursor: pageParam } }, signal),
    initialPageParam: first,
    getNextPageParam: next,
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });

/** All of them, for a picture that must not leave one out. */
export const useEveryCertificate = (filter: CertificateQuery) =>
  useQuery({
    queryKey: ['certificates', 'all', filter],
    enabled: useReads(),
    queryFn: ({ signal }) => everyPage((cursor) => api.listCertificates({ query: { ...filter, limit: 200, cursor } }, signal)),
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });

export const useCertificate = (id: string) =>
  useQuery({
    queryKey: ['certificate', id],
    enabled: useReads(),
    queryFn: ({ signal }) => api.getCertificate({ params: { id } }, signal),
    refetchInterval: usePollInterval(),
  });
