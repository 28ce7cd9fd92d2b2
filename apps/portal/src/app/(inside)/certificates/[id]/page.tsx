import { CertificatePage } from '../../../../certificates/certificate-page';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <CertificatePage id={(await params).id} />;
}
