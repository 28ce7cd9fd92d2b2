import { FirewallPage } from '../../../../../firewall/firewall-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <FirewallPage pbxId={(await params).id} />;
}
