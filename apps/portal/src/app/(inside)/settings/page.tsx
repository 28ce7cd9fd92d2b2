import { SettingsPage } from '../../../settings/settings-page';

export default function Page() {
  return <SettingsPage />;
}
