import { EditFederationPage } from '../../../../../../federation/edit-federation-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <EditFederationPage pbxId={(await params).id} />;
}
