import { CertificatesPage } from '../../../certificates/certificates-page';

export default function Page() {
  return <CertificatesPage />;
}
