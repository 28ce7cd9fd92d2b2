import { EditRequestPage } from '../../../../../requests/wizard/new-request-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <EditRequestPage id={(await params).id} />;
}
