import { SshServersPage } from '../../../ssh-servers/ssh-servers-page';

export default function Page() {
  return <SshServersPage />;
}
