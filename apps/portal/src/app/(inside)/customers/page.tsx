import { CustomersPage } from '../../../customers/customers-page';

export default function Page() {
  return <CustomersPage />;
}
