import { TunnelPage } from '../../../../tunnel/tunnel-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <TunnelPage id={(await params).id} />;
}
