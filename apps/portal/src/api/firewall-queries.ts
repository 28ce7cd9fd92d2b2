'use client';

import { useQuery } from '@tanstack/react-query';
import { api } from './client';
import { useMay } from './may';
import { everyPage } from './pages';

/** What was set of a firewall plan, and what the rest follows from: the page computes the plan from both. */
export const useFirewallSettings = (pbxId: string) =>
  useQuery({
    queryKey: ['firewall', pbxId],
    queryFn: ({ signal }) => api.getFirewallSettings({ params: { id: pbxId } }, signal),
  });

/** Every check of a PBX: a plan shows beside a rule what one of them found. */
export const usePortChecks = (pbxId: string) =>
  useQuery({
    queryKey: ['firewall-checks', pbxId],
    enabled: useMay('checks:read'),
    queryFn: ({ signal }) => everyPage((cursor) => api.listChecks({ query: { pbxId, limit: 200, cursor } }, signal)),
  });
