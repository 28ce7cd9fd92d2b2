'use client';

import { useMe } from '../api/queries';
import { CustomerPage } from './customer-page';

/** The customer that somebody belongs to or acts for at the moment: an address that does not have to know its id. */
export function CompanyPage() {
  const me = useMe().data;
  const tenant = me?.actingFor?.tenant ?? me?.tenant;
  return tenant ? <CustomerPage id={tenant.id} /> : null;
}
