'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useMe } from '../api/queries';
import { CustomerPage } from './customer-page';

/** The customer that somebody belongs to or acts for at the moment: an address that does not have to know its id. */
export function CompanyPage() {
  const me = useMe().data;
  const router = useRouter();
  const tenant = me?.actingFor?.tenant ?? me?.tenant ?? null;
  const none = me !== undefined && tenant === null;
  useEffect(() => {
    if (none) router.replace('/customers');
  }, [none, router]);
  return tenant ? <CustomerPage id={tenant.id} /> : null;
}
