import { UsagePage } from '../../../usage/usage-page';

export default function Page() {
  return <UsagePage />;
}
