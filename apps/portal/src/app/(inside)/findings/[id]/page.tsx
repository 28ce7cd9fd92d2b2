import { FindingPage } from '../../../../findings/finding-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <FindingPage id={(await params).id} />;
}
