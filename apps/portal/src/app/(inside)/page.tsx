import { FleetPage } from '../../fleet/fleet-page';

export default function Page() {
  return <FleetPage />;
}
