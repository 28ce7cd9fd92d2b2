import { NewRequestPage } from '../../../../requests/wizard/new-request-page';

export default async function Page({ searchParams }: { searchParams: Promise<{ pbx?: string; tunnel?: string; service?: string }> }) {
  const { pbx, tunnel, service } = await searchParams;
  return <NewRequestPage pbxId={pbx} tunnelId={tunnel} service={service} />;
}
