import { ServiceAccountsPage } from '../../../service-accounts/service-accounts-page';

export default function Page() {
  return <ServiceAccountsPage />;
}
