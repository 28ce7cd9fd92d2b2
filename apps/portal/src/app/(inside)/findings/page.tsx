import { FindingsPage } from '../../../findings/findings-page';

export default function Page() {
  return <FindingsPage />;
}
