'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useMay, useSide } from '../api/may';
import { FleetPage } from '../fleet/fleet-page';
import { TenantHome } from './tenant-home';

/** Where everybody begins: the fleet, a customer's own overview, or, for who may see no tunnel, the figures for invoices. */
export function HomePage() {
  const router = useRouter();
  const side = useSide();
  const tunnels = useMay('tunnels:read');
  const usage = useMay('usage:read');
  const elsewhere = side !== null && !tunnels && usage;
  useEffect(() => {
    if (elsewhere) router.replace('/usage');
  }, [elsewhere, router]);
  if (elsewhere) return null;
  return side === 'tenant' ? <TenantHome /> : <FleetPage />;
}
