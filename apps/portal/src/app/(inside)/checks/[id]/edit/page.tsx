import { EditCheckPage } from '../../../../../checks/edit-pages';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <EditCheckPage id={(await params).id} />;
}
