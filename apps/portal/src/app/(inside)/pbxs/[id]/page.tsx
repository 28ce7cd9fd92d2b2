import { PbxPage } from '../../../../pbx/pbx-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <PbxPage id={(await params).id} />;
}
