import { CustomerPage } from '../../../../customers/customer-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <CustomerPage id={(await params).id} />;
}
