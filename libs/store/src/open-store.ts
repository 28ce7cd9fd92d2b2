import { type Db, isUuid, prepare, run } from './db.js';
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
import { firewall } from './repos/firewall.js';
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

const SET_SCOPE = prepare(`SELECT set_config('app.provider', $1, true), set_config('app.tenants', $2, true)`);

/** What the parts of a transaction are made of. */
interface Inside {
  readonly db: Db;
  readonly audit: AuditAppend;
}

/** A transaction's parts, each made where it is asked for: there are dozens, and a transaction uses a few. */
function offering<Tx extends object, In extends Inside>(parts: { readonly [K in keyof Tx]: (db: Db, inside: In) => Tx[K] }): (
  inside: In,
) => Tx {
  class Offer {
    constructor(readonly inside: In) {}
  }
  for (const name of Object.keys(parts) as (keyof Tx)[]) {
    const make = parts[name];
    Object.defineProperty(Offer.prototype, name, {
      get(this: Offer) {
        return make(this.inside.db, this.inside);
      },
    });
  }
  return (inside) => new Offer(inside) as unknown as Tx;
}

const tenantTx = offering<TenantTx, Inside & { readonly scope: Scope }>({
  audit: (_, { audit }) => audit,
  idempotency: carryOut,
  tenants: (db, { scope }) => tenants(db, scope),
  dataKeys,
  sshServers,
  pbxs,
  tunnels,
  events: tunnelEvents,
  notifications: tell,
  requests,
  requestPolicies,
  checks,
  checkFindings,
  checkDerivation,
  certificates,
  federations,
  firewall,
  overview,
  search,
});

const systemTx = offering<SystemTx, Inside>({
  audit: (db, { audit }) => ({
    ...auditReading(db),
    ...auditProof(db),
    append: audit.append,
    get waiting() {
      return audit.waiting;
    },
  }),
  idempotency: (db) => ({ ...carryOut(db), ...idempotencyKeys(db) }),
  access,
  people,
  sessions,
  factors,
  flows,
  identityKeys,
  members,
  invitations,
  identityProviders,
  externalIdentities,
  providerSettings,
  personalData,
  principals,
  delegations,
  serviceAccounts,
  apiKeys,
  dataKeys,
  leases,
  running,
  events: tunnelEvents,
  notifications,
  customers,
  dueRequests,
  checkWork,
  checkDerivation,
  certificateWork,
  mtlsTests,
  sealedValues,
  retention,
  migrations,
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
      const [, answer] = await app.transaction(
        // The first question does not wait for the scope to be set, but is asked after it, and fails if that fails.
        (db) =>
          Promise.all([
            run(db, SET_SCOPE, scope.providerId, tenantSetting(scope)),
            audited(db, (audit) => work(tenantTx({ db, audit, scope })), options),
          ]),
        options,
      );
      return answer;
    },
    async asSystem(reason, work, options) {
      log.debug({ reason }, 'system transaction');
      const inside = (db: Db) => audited(db, (audit) => work(systemTx({ db, audit })), options);
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
