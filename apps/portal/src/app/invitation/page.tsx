import { InvitationPage } from '../../invitation/invitation-page';

export default function Page() {
  return <InvitationPage />;
}
