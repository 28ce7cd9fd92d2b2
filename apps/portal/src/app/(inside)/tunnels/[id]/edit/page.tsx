import { EditTunnelPage } from '../../../../../editor/edit-tunnel-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <EditTunnelPage id={(await params).id} />;
}
