import { ProfilePage } from '../../../profile/profile-page';

export default function Page() {
  return <ProfilePage />;
}
