import { CompanyPage } from '../../../customers/company-page';

export default function Page() {
  return <CompanyPage />;
}
