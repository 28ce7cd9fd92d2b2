import { NewTunnelPage } from '../../../../editor/new-tunnel-page';

export default async function Page({ searchParams }: { searchParams: Promise<{ pbx?: string; module?: string }> }) {
  const { pbx, module } = await searchParams;
  return <NewTunnelPage pbxId={pbx} module={module} />;
}
