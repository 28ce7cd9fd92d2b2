import { AuditPage } from '../../../audit/audit-page';

export default function Page() {
  return <AuditPage />;
}
