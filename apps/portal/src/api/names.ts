'use client';

import { useMemo } from 'react';
import { usePbxs, useSshServers, useTenants } from './queries';

/** Names for the ids that tunnels carry; an ellipsis until the lists are here. */
export function useNames() {
  const { data: tenants } = useTenants();
  const { data: pbxs } = usePbxs();
  const { data: servers } = useSshServers();
  return useMemo(() => {
    const table = (rows: readonly { id: string; name: string }[] | undefined) => {
      const names = new Map(rows?.map((row) => [row.id, row.name]));
      return (id: string) => names.get(id) ?? '…';
    };
    return { tenant: table(tenants), pbx: table(pbxs), server: table(servers) };
  }, [tenants, pbxs, servers]);
}
