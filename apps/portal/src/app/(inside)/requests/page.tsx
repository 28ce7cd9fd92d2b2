import { RequestsPage } from '../../../requests/requests-page';

export default function Page() {
  return <RequestsPage />;
}
