import type { Access } from './access.js';
import type { AuditAppend, SystemAudit } from './audit.js';
import type { CertificateWork, Certificates } from './certificates.js';
import type { CheckFindings, Checks, CheckWork } from './checks.js';
import type { Scope } from './common.js';
import type { Delegations } from './delegations.js';
import type { CheckDerivation } from './derivation.js';
import type { Federations, MtlsTests } from './federations.js';
import type { FirewallPlans } from './firewall.js';
import type { CarryOut, IdempotencyKeys } from './idempotency.js';
import type { Factors, Flows, IdentityKeys, People, Sessions } from './identity.js';
import type { ExternalIdentities } from './external-identities.js';
import type { IdentityProviders } from './identity-providers.js';
import type { Invitations } from './invitations.js';
import type { Members } from './members.js';
import type { ProviderSettings } from './provider-settings.js';
import type { Pbxs } from './pbx.js';
import type { PersonalData } from './personal-data.js';
import type { Principals } from './principals.js';
import type { ApiKeys, ServiceAccounts } from './service-accounts.js';
import type { Customers, Search } from './customer.js';
import type { Notifications, Tell } from './notification.js';
import type { DueRequests, RequestPolicies, Requests } from './requests.js';
import type { SshServers } from './ssh-server.js';
import type { DataKeys, Tenants } from './tenant.js';
import type { Overview, TunnelEvents, Tunnels } from './tunnel.js';
import type { Leases, Retention, Running, SealedValues } from './worker.js';

/** What can be done inside a tenant transaction: only what the scope may see exists. */
export interface TenantTx {
  readonly audit: AuditAppend;
  readonly idempotency: CarryOut;
  readonly tenants: Tenants;
  readonly dataKeys: DataKeys;
  readonly sshServers: SshServers;
  readonly pbxs: Pbxs;
  readonly tunnels: Tunnels;
  readonly events: TunnelEvents;
  readonly notifications: Tell;
  readonly requests: Requests;
  readonly requestPolicies: RequestPolicies;
  readonly checks: Checks;
  readonly checkFindings: CheckFindings;
  readonly checkDerivation: CheckDerivation;
  readonly certificates: Certificates;
  readonly federations: Federations;
  readonly firewall: FirewallPlans;
  readonly overview: Overview;
  readonly search: Search;
}

/** What the system itself may do, across all providers. */
export interface SystemTx {
  readonly audit: SystemAudit;
  readonly idempotency: CarryOut & IdempotencyKeys;
  readonly access: Access;
  readonly people: People;
  readonly sessions: Sessions;
  readonly factors: Factors;
  readonly flows: Flows;
  readonly identityKeys: IdentityKeys;
  readonly members: Members;
  readonly invitations: Invitations;
  readonly identityProviders: IdentityProviders;
  readonly externalIdentities: ExternalIdentities;
  readonly providerSettings: ProviderSettings;
  readonly personalData: PersonalData;
  readonly principals: Principals;
  readonly delegations: Delegations;
  readonly serviceAccounts: ServiceAccounts;
  readonly apiKeys: ApiKeys;
  readonly dataKeys: DataKeys;
  readonly leases: Leases;
  readonly running: Running;
  readonly events: TunnelEvents;
  readonly notifications: Notifications;
  readonly customers: Customers;
  readonly dueRequests: DueRequests;
  readonly checkWork: CheckWork;
  readonly checkDerivation: CheckDerivation;
  readonly certificateWork: CertificateWork;
  readonly mtlsTests: MtlsTests;
  readonly sealedValues: SealedValues;
  readonly retention: Retention;
  readonly migrations: Migrations;
}

/** How far the database is. */
export interface Migrations {
  /** Names of migrations that this version brings and the database does not have. */
  pending(): Promise<string[]>;
}

/** A connection that is kept for nothing but to be seen. The end of the process, and only that, cuts it at once. */
export interface Line {
  /** Which line stands, counted; null while none does. Another number means that it was broken in between. */
  standing(): number | null;
  close(): Promise<void>;
}

export interface StoreLog {
  debug(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
}

export interface StoreOptions {
  /** Connects as `stellwerk_app`. */
  readonly appUrl: string;
  /** Connects as `stellwerk_system`. */
  readonly systemUrl: string;
  /** Per door; 10 unless told. */
  readonly maxConnections?: number;
  readonly log: StoreLog;
}

export interface TransactionOptions {
  /** Do everything, answer, and undo it: for `?validateOnly=true`. */
  readonly rollback?: boolean;
}

/** How a system transaction is run. */
export interface SystemOptions extends TransactionOptions {
  /** No transaction: every statement stands by itself and only reads. For looking something up with every request. */
  readonly plain?: boolean;
}

/**
 * The two doors. Each call is one transaction: it commits when `work` returns and undoes everything when it throws. Ask nothing of the
 * network inside. Promises must be awaited inside `work`. Throws (StoreUnavailable) when the database cannot be reached.
 */
export interface Store {
  forTenant<T>(scope: Scope, work: (tx: TenantTx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** `reason` says in the log why the scope was left. */
  asSystem<T>(reason: string, work: (tx: SystemTx) => Promise<T>, options?: SystemOptions): Promise<T>;
  /** Takes this worker's line and keeps it until `close`: what others see of a process between two renewals. */
  line(workerId: string): Line;
  /** Throws unless both doors answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
