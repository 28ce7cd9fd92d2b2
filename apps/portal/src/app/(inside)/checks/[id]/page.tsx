import { CheckPage } from '../../../../checks/check-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <CheckPage id={(await params).id} />;
}
