import { FederationPage } from '../../../../../federation/federation-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <FederationPage pbxId={(await params).id} />;
}
