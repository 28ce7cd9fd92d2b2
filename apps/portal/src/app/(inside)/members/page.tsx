import { MembersPage } from '../../../members/members-page';

export default function Page() {
  return <MembersPage />;
}
