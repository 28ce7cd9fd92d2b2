export type { Access, FirstKey, MemberRow, ProviderRow } from './types/access.js';
export type { AuditAppend, AuditEventRow, AuditFilter, AuditReach, CheckpointRow } from './types/audit.js';
export type {
  CertificateFilter,
  CertificateMaterial,
  CertificateRow,
  Certificates,
  CertificateWork,
  NewCertificate,
  SightingRow,
} from './types/certificates.js';
export type {
  CheckChanges,
  CheckFilter,
  CheckFindings,
  CheckRow,
  CheckRunRow,
  Checks,
  CheckWork,
  FindingFilter,
  FindingRow,
  FindingState,
  HeldCheck,
  NewCheck,
  RunnableCheck,
  RunRecord,
  ScheduledCheck,
  SeenCertificate,
  ToldRow,
} from './types/checks.js';
export type { CheckDerivation, DerivationSource, Reconciled } from './types/derivation.js';
export type { FirewallPlans, FirewallRow } from './types/firewall.js';
export type { FederationRow, Federations, MtlsSightingRow, MtlsTestRow, MtlsTests } from './types/federations.js';
export type { Cursor, Outcome, Page, PageRequest, Refusal, Scope } from './types/common.js';
export type { ExternalIdentities, ExternalIdentityRow } from './types/external-identities.js';
export type { IdentityProviderRow, IdentityProviders, IdentityProviderValues } from './types/identity-providers.js';
export type {
  Factors,
  Flows,
  IdentityKeyRow,
  IdentityKeys,
  MembershipRow,
  PasskeyRow,
  People,
  PersonRow,
  SessionRow,
  Sessions,
  SessionSpans,
  SessionStage,
} from './types/identity.js';
export type { InvitationRow, Invitations } from './types/invitations.js';
export type { MemberDetail, Members } from './types/members.js';
export type { ProviderSettings, ProviderSettingsRow } from './types/provider-settings.js';
export type { DelegationRow, Delegations, DelegationSide } from './types/delegations.js';
export type { Begun, CarryOut, Claim as IdempotencyClaim, IdempotencyKeys, RepeatableRequest } from './types/idempotency.js';
export type { ModuleRow, ModuleValues, PbxRow, Pbxs, PbxValues } from './types/pbx.js';
export type { FoundKey, FoundSession, Principals } from './types/principals.js';
export type { ApiKeys, ApiKeyState, ServiceAccountRow, ServiceAccounts, ServiceAccountValues } from './types/service-accounts.js';
export type {
  ApprovalRow,
  Conclusion,
  DueRequest,
  DueRequests,
  NewRequest,
  NewRequestEvent,
  ReplacedTunnel,
  RequestEventRow,
  RequestFilter,
  RequestPolicies,
  RequestPolicyRow,
  RequestPolicyValues,
  RequestRow,
  Requests,
  RequestValues,
} from './types/requests.js';
export type { Sealed, SealedCredential, SshServerRow, SshServers, SshServerValues } from './types/ssh-server.js';
export type { Customers, Search, SearchRow, UsageRow } from './types/customer.js';
export type { DueMail, NotificationRow, Notifications, Tell, Telling } from './types/notification.js';
export type { PersonalData, PersonalRecords } from './types/personal-data.js';
export type { Line, Store, StoreLog, StoreOptions, SystemTx, TenantTx, TransactionOptions } from './types/store.js';
export type { DataKeyRow, DataKeys, NewDataKey, TenantRow, Tenants, TenantValues } from './types/tenant.js';
export type {
  ConditionRow,
  MappingRow,
  MappingValues,
  NewTunnelEvent,
  Overview,
  StatusRow,
  TunnelEventRow,
  TunnelEvents,
  TunnelFilter,
  TunnelRow,
  Tunnels,
  TunnelValues,
} from './types/tunnel.js';
export type {
  Claim,
  DesiredSshServer,
  DesiredTunnel,
  Gone,
  Leases,
  RefusedWrite,
  Retention,
  Running,
  SealedRow,
  SealedValues,
  ShardRow,
  StatusWrite,
  WorkerRow,
} from './types/worker.js';
export { deploy } from './migrate/deploy.js';
export { openOwner, type Owner } from './migrate/owner.js';
export { policiesForNewTables } from './migrate/policy.js';
export { MIGRATIONS, prepareDatabase, type Prepared, SHARDS } from './migrate/prepare.js';
export { APP_ROLE, type RolePasswords, SYSTEM_ROLE, urlAs } from './migrate/roles.js';
export { draft, drift } from './migrate/schema-engine.js';
export { StoreMisconfigured, StoreUnavailable } from './errors.js';
export { openStore } from './open-store.js';
export { type ChainReport, verifyAudit } from './verify-audit.js';
export { decodeCursor, encodeCursor } from './page.js';
