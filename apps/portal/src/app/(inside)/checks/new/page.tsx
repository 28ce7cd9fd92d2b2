import { NewCheckPage } from '../../../../checks/edit-pages';

export default async function Page({ searchParams }: { searchParams: Promise<{ customer?: string; pbx?: string }> }) {
  const { customer, pbx } = await searchParams;
  return <NewCheckPage tenantId={customer} pbxId={pbx} />;
}
