'use client';

import type { Federation, MtlsTest } from '@stellwerk/contracts';
import type { FederationInput } from '@stellwerk/domain';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { api, isNotFound } from './client';
import { usePollInterval } from './live-store';

/** What is not there is an answer, not a failure. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (isNotFound(error)) return null;
    throw error;
  });
}

/** The federation of a PBX; null: none is set up. */
export const useFederation = (pbxId: string, enabled = true) => {
  const locale = useLocale();
  return useQuery({
    queryKey: ['federation', pbxId, locale],
    enabled,
    queryFn: ({ signal }): Promise<Federation | null> => orNull(api.getFederation({ params: { id: pbxId } }, signal)),
    refetchInterval: usePollInterval(),
  });
};

export const useFederationPlan = (pbxId: string) => {
  const locale = useLocale();
  return useQuery({
    queryKey: ['federation-plan', pbxId, locale],
    queryFn: ({ signal }) => api.getFederationPlan({ params: { id: pbxId } }, signal),
  });
};

const TEST_POLL_MS = 3_000;

/** The reverse test of a PBX; null: none runs. Looked at often: somebody is waiting in front of it. */
export const useMtlsTest = (pbxId: string) => {
  const locale = useLocale();
  return useQuery({
    queryKey: ['mtls-test', pbxId, locale],
    queryFn: ({ signal }): Promise<MtlsTest | null> => orNull(api.getMtlsTest({ params: { id: pbxId } }, signal)),
    refetchInterval: (query) => (query.state.data ? TEST_POLL_MS : false),
  });
};

/** Rules cost nothing and follow the fingers; DNS and TLS connections wait until somebody pauses. */
const PAUSE_MS = { rules: 300, probes: 1_500 };

/** Judges an unsaved federation, by its rules alone or (`probe`) by what DNS and the server say now. Null: there is nothing to judge yet. */
export function useFederationPreview(tenantId: string, federation: FederationInput | null, probe: boolean) {
  const locale = useLocale();
  const question = federation === null ? null : JSON.stringify(federation);
  const [asked] = useDebouncedValue(question, probe ? PAUSE_MS.probes : PAUSE_MS.rules);
  const answer = useQuery({
    enabled: asked !== null,
    queryKey: ['federation-preview', locale, tenantId, probe, asked],
    queryFn: ({ signal }) =>
      api.previewFederation({ body: { tenantId, probe, federation: JSON.parse(asked ?? 'null') as FederationInput } }, signal),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
    staleTime: 60_000,
    retry: false,
  });
  return {
    checking: question !== null && (asked !== question || answer.isFetching),
    data: asked === null ? undefined : answer.data,
    error: answer.error,
  };
}
