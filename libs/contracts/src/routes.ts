import { auditRoutes } from './routes/audit.js';
import { certificateRoutes } from './routes/certificates.js';
import { checkRoutes } from './routes/checks.js';
import { delegationRoutes } from './routes/delegations.js';
import { federationRoutes } from './routes/federation.js';
import { firewallRoutes } from './routes/firewall.js';
import { fleetRoutes } from './routes/fleet.js';
import { machineRoutes } from './routes/machines.js';
import { memberRoutes } from './routes/members.js';
import { notificationRoutes } from './routes/notifications.js';
import { pbxRoutes } from './routes/pbxs.js';
import { profileRoutes } from './routes/profile.js';
import { requestRoutes } from './routes/requests.js';
import { sessionRoutes } from './routes/session.js';
import { settingsRoutes } from './routes/settings.js';
import { sshServerRoutes } from './routes/ssh-servers.js';
import { tenantRoutes } from './routes/tenants.js';
import { tunnelRoutes } from './routes/tunnels.js';

/** Everything the API can do. One entry gives route, validation, permission, OpenAPI, serialisation and the typed client. */
export const routes = {
  ...sessionRoutes,
  ...profileRoutes,
  ...memberRoutes,
  ...settingsRoutes,
  ...delegationRoutes,
  ...machineRoutes,
  ...tenantRoutes,
  ...pbxRoutes,
  ...sshServerRoutes,
  ...tunnelRoutes,
  ...checkRoutes,
  ...certificateRoutes,
  ...federationRoutes,
  ...firewallRoutes,
  ...requestRoutes,
  ...notificationRoutes,
  ...auditRoutes,
  ...fleetRoutes,
} as const;
