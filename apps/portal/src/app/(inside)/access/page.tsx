import { AccessPage } from '../../../access/access-page';

export default function Page() {
  return <AccessPage />;
}
