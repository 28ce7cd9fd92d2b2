import { type Db, isUuid, run } from './db.js';
import { Door } from './door.js';
import { takeLine } from './line.js';
import { APP_ROLE, SYSTEM_ROLE } from './migrate/roles.js';
import { access } from './repos/access.js';
import { auditBuffer } from './repos/audit.js';
import { auditProof, auditReading } from './repos/audit-reading.js';
import { apiKeys } from './repos/api-keys.js';
import { delegations } from './repos/delegations.js';
import { tunnelEvents } from './repos/events.js';
import { certificates, certificateWork } from './repos/certificates.js';
import { checkDerivation } from './repos/check-derivation.js';
import { checkFindings } from './repos/check-findings.js';
import { checkWork } from './repos/check-work.js';
import { checks } from './repos/checks.js';
import { customers } from './repos/customers.js';
import { factors } from './repos/factors.js';
import { federations, mtlsTests } from './repos/federations.js';
import { flows, identityKeys } from './repos/identity.js';
import { externalIdentities } from './repos/external-identities.js';
import { identityProviders } from './repos/identity-providers.js';
import { invitations } from './repos/invitations.js';
import { carryOut, idempotencyKeys } from './repos/idempotency.js';
import { leases } from './repos/leases.js';
import { members } from './repos/members.js';
import { migrations } from './repos/migrations.js';
import { notifications, tell } from './repos/notifications.js';
import { overview } from './repos/overview.js';
import { pbxs } from './repos/pbxs.js';
import { people } from './repos/people.js';
import { personalData } from './repos/personal-data.js';
import { principals } from './repos/principals.js';
import { providerSettings } from './repos/provider-settings.js';
import { requestPolicies } from './repos/request-policies.js';
import { dueRequests, requests } from './repos/requests.js';
import { running } from './repos/running.js';
import { serviceAccounts } from './repos/service-accounts.js';
import { search } from './repos/search.js';
import { sessions } from './repos/sessions.js';
import { sshServers } from './repos/ssh-servers.js';
import { dataKeys, tenants } from './repos/tenants.js';
import { tunnels } from './repos/tunnels.js';
import { retention, sealedValues } from './repos/upkeep.js';
import type { AuditAppend } from './types/audit.js';
import type { Scope } from './types/common.js';
import type { Store, StoreOptions, SystemTx, TenantTx, TransactionOptions } from './types/store.js';

/** `*` is all; a list is itself; an empty list is nobody. What is no UUID names nobody. */
const tenantSetting = (scope: Scope): string => (scope.tenantIds === 'all' ? '*' : scope.tenantIds.filter(isUuid).join(','));

const tenantTx = (db: Db, scope: Scope, audit: AuditAppend): TenantTx => ({
  audit,
  idempotency: carryOut(db),
  tenants: tenants(db, scope),
  dataKeys: dataKeys(db),
  sshServers: sshServers(db),
  pbxs: pbxs(db),
  tunnels: tunnels(db),
  events: tunnelEvents(db),
  notifications: tell(db),
  requests: requests(db),
  requestPolicies: requestPolicies(db),
  checks: checks(db),
  checkFindings: checkFindings(db),
  checkDerivation: checkDerivation(db),
  certificates: certificates(db),
  federations: federations(db),
  overview: overview(db),
  search: search(db),
});

const systemTx = (db: Db, audit: AuditAppend): SystemTx => ({
  audit: {
    ...auditReading(db),
    ...auditProof(db),
    append: audit.append,
    get waiting() {
      return audit.waiting;
    },
  },
  idempotency: { ...carryOut(db), ...idempotencyKeys(db) },
  access: access(db),
  people: people(db),
  sessions: sessions(db),
  factors: factors(db),
  flows: flows(db),
  identityKeys: identityKeys(db),
  members: members(db),
  invitations: invitations(db),
  identityProviders: identityProviders(db),
  externalIdentities: externalIdentities(db),
  providerSettings: providerSettings(db),
  personalData: personalData(db),
  principals: principals(db),
  delegations: delegations(db),
  serviceAccounts: serviceAccounts(db),
  apiKeys: apiKeys(db),
  dataKeys: dataKeys(db),
  leases: leases(db),
  running: running(db),
  events: tunnelEvents(db),
  notifications: notifications(db),
  customers: customers(db),
  dueRequests: dueRequests(db),
  checkWork: checkWork(db),
  checkDerivation: checkDerivation(db),
  certificateWork: certificateWork(db),
  mtlsTests: mtlsTests(db),
  sealedValues: sealedValues(db),
  retention: retention(db),
  migrations: migrations(db),
});

/** Does the work, then writes what it appended to the audit as the last statement of all, because that locks the heads of the chains. */
async function audited<T>(db: Db, work: (audit: AuditAppend) => Promise<T>, options: TransactionOptions | undefined): Promise<T> {
  const { audit, flush } = auditBuffer(db);
  const result = await work(audit);
  if (!options?.rollback) await flush();
  return result;
}

/**
 * Opens the two doors. Connects when first used; that both roles can do no more than they should is checked then, and StoreMisconfigured
 * is thrown if one can. Call `ping()` at start to learn it early.
 */
export function openStore({ appUrl, systemUrl, maxConnections = 10, log }: StoreOptions): Store {
  const app = new Door(appUrl, APP_ROLE, maxConnections, log);
  const system = new Door(systemUrl, SYSTEM_ROLE, maxConnections, log);
  return {
    async forTenant(scope, work, options) {
      if (!isUuid(scope.providerId)) throw new Error('a scope needs the id of a provider');
      // Ids only, so nothing in it can end the literal.
      const first = `SELECT set_config('app.provider', '${scope.providerId}', true), set_config('app.tenants', '${tenantSetting(scope)}', true)`;
      return app.transaction((db) => audited(db, (audit) => work(tenantTx(db, scope, audit)), options), options, first);
    },
    async asSystem(reason, work, options) {
      log.debug({ reason }, 'system transaction');
      const inside = (db: Db) => audited(db, (audit) => work(systemTx(db, audit)), options);
      return options?.plain ? system.plainly(inside) : system.transaction(inside, options);
    },
    line: (workerId) => takeLine(systemUrl, workerId, log),
    async ping() {
      await Promise.all([app, system].map((door) => door.transaction((db) => run(db, 'SELECT 1'))));
    },
    async close() {
      await Promise.all([app.close(), system.close()]);
    },
  };
}
