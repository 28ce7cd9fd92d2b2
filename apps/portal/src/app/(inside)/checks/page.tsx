import { ChecksPage } from '../../../checks/checks-page';

export default function Page() {
  return <ChecksPage />;
}
