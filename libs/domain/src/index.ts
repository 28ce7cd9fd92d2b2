export { checkPassword, PASSWORD_LENGTH, type PasswordContext, type PasswordFault } from './access/password.js';
export { type SignInSituation, stageOf } from './access/sign-in-stage.js';
export {
  AccessScope,
  assignableRoles,
  grantableScopes,
  GRANTS,
  Permission,
  PERMISSIONS,
  permissionsOf,
  roleMay,
  SCOPES,
} from './access/permission.js';
export { judgeMemberChange, LIMITABLE_ROLES, type MemberChange, type MemberRefusal, type MemberTerms } from './access/member-rule.js';
export {
  type Circle,
  mayChangeSignIn,
  type MembershipDoor,
  type Opening,
  opening,
  sameCircle,
  type SignInMethod,
  type SignInWay,
} from './access/sign-in-rule.js';
export { decideOpenId, type OpenIdOutcome, type OpenIdPurpose, type OpenIdReturn, returnPath } from './access/openid-rule.js';
export { type AccessDecision, type AccessFacts, admits, decideAccess, type DelegationTermsHeld, type Holder } from './access/scope.js';
export { roleName } from './access/role-names.js';
export { PROVIDER_ROLES, ProviderRole, Role, ROLES, type Side, sideOf, TENANT_ROLES, TenantRole } from './access/role.js';
export { type Act, type AuditEntry, auditEvent, type Doer, type RequestFacts, systemDoer } from './audit/act.js';
export { AUDIT_ACTIONS, type AuditAction, auditSentence } from './audit/actions.js';
export {
  CHAIN_FAULTS,
  chainBegin,
  type ChainCheck,
  type ChainEvent,
  type ChainFault,
  type ChainFaultCode,
  type ChainPlace,
  checkChain,
  type Sha256,
} from './audit/chain.js';
export { canonicalJson, type Json, toJson } from './audit/canonical.js';
export { type AuditChange, CHANGED, type Differences, differences, isPersonal } from './audit/difference.js';
export {
  type ActorKind,
  type AuditActor,
  type AuditFacts,
  auditRecord,
  type AuditTarget,
  chainStart,
  linkText,
  type PersonalPart,
} from './audit/record.js';
export type { Finding, Severity } from './finding.js';
export { LOCALES, type Locale, type Params } from './locale.js';
export { explainMapping } from './mapping/explain.js';
export { type MappingDraft, type MappingFinding, readDraft } from './mapping/draft.js';
export { MAPPING_FINDING_CODES, type MappingFindingCode } from './mapping/finding-codes.js';
export {
  type Listener,
  type ListenerInUse,
  listenerOf,
  listenKeyRelation,
  nextFreePort,
  type PbxContext,
  sameHostKey,
  type SshServerContext,
} from './mapping/listener.js';
export { Cidr, Direction, Exposure, Host, Mapping, MappingInput, Port, ServiceProtocol } from './mapping/mapping.js';
export type { MappingJudgementInput } from './mapping/judgement-input.js';
export { judgeMappings } from './mapping/rules.js';
export { SERVICE_TEMPLATES, type ServiceTemplateFacts, type TemplateMapping } from './mapping/service-templates.js';
export { type MappingReport, reportMappings } from './mapping/validate.js';
export {
  type Address,
  type AddressClass,
  cidrContains,
  classifyAddress,
  embeddedIPv4,
  type Network,
  parseAddress,
  parseCidr,
} from './network/address.js';
export { type MailInput, renderMail } from './notification/render-mail.js';
export { type NotificationKind, notificationText, type NotificationText, type SignInChange } from './notification/kinds.js';
export { type AddressPolicy, type AddressRefusal, type AddressVerdict, judgeAddress, parseEndpoint } from './network/policy.js';
export {
  type InstalledModule,
  isModuleActive,
  judgeModule,
  mayEditTunnel,
  MODULE_FINDING_CODES,
  type ModuleFacts,
  moduleFacts,
  type ModuleFindingCode,
  MODULES,
  modulesFor,
  versionSatisfied,
} from './pbx/modules.js';
export { afterEnd, type AfterEnd, type EndedRequest } from './request/after-end.js';
export { type ApprovalAttempt, type ApprovalVerdict, type GivenApproval, judgeApproval } from './request/approval.js';
export { AUTO_APPROVABLE, type AutoApprovalInput, isAutoApproved } from './request/auto-approval.js';
export { type DifferenceOptions, type TermsDifference, termsDifferences } from './request/differences.js';
export { canonicalTerms, type Terms, type TunnelAsked } from './request/request.js';
export {
  isHarmless,
  judgeRisks,
  opensPbxConsole,
  type RequestRisk,
  type RiskCode,
  type RiskInput,
  type RiskSeverity,
} from './request/risks.js';
export { mayAct, nextRequestStatus, type RequestAct, type RequestActor, type RequestStatus } from './request/states.js';
export { tellingParams, type ToldRequest } from './request/telling.js';
export { CONSOLE_MS, judgeTerm, type TermFinding, type TermInput } from './request/term.js';
export { ModuleConfiguration, ModuleKey, PbxAccess, PbxInput, Product, Version } from './pbx/pbx.js';
export { type HostKeyVerdict, judgeHostKey } from './ssh-server/host-key.js';
export { Credential, Fingerprint, HostKey, SshEngine, SshServerInput } from './ssh-server/ssh-server.js';
export { csv } from './text/csv.js';
export { protocolName } from './text/forwarding-texts.js';
export { eventLabel, mappingStateLabel, type TunnelEventKind, tunnelStateLabel } from './text/labels.js';
export { sentence, type SentenceCode } from './text/sentence.js';
export { failed, Fault, fault, FaultCode, FAULTS, type Heal, Hop, needsPerson, ok, type Result } from './tunnel/fault.js';
export { TunnelInput } from './tunnel/spec.js';
export { MappingState, MappingStatus, PROOF_TTL_MS, TunnelState, TunnelStatus } from './tunnel/status.js';
export { type ClockLook, skewOf } from './shard/clock.js';
export { goneInMs, LEASE, witnessed, type WorkerSign } from './shard/lease.js';
export { planShards, type ShardPlan, type ShardSituation, type ShardView } from './shard/plan-shards.js';
export { shardOf, SHARDS } from './shard/shard-of.js';
export { condition, judgeStatus, type StatusWitness } from './tunnel/judge-status.js';
export { type Life, type LifeEffect, type LifeEnv, type LifeEvent, PACE, step, STOPPED } from './tunnel/machine.js';
export { diffMappings, isOver, type MappingChange, plan, type PlannedTunnel, type PlanStep, shouldRun, type Wish } from './tunnel/plan.js';
export { verdict } from './tunnel/verdict.js';
export {
  type CertificateFacts,
  EKU_ANY,
  EKU_CLIENT_AUTH,
  EKU_SERVER_AUTH,
  type RevocationFacts,
  type TrustFacts,
} from './certificate/facts.js';
export {
  type CertificateSelectionFacts,
  type CheckFacts,
  type DnsAnswer,
  type DnsHostFacts,
  type DnsIssuanceFacts,
  type DnsQuestion,
  type DnsRecord,
  type DnsSrvFacts,
  type FactsOf,
  type FederationPartnerFacts,
  type KnownCertificate,
  type StoredCertificateFacts,
  type TcpFacts,
  TLS_VERSIONS,
  type TlsEndpointFacts,
  type TlsProtocolFacts,
  type TlsVersion,
  type Unable,
} from './check/facts.js';
export { type FindingEntry, type RuleSource } from './check/finding-text.js';
export {
  CertificateRole,
  CHECK_KINDS,
  CHECK_PARAMS,
  type CheckKind,
  CheckKindName,
  type CheckParams,
  type CheckSpec,
  DEFAULT_INTERVAL_SECONDS,
  FREE_KINDS,
  SHORTEST_INTERVAL_SECONDS,
  StartTls,
} from './check/kinds.js';
export { fine, type RuleResult } from './check/rule-result.js';
export { catchUp, isForgotten, isPaused, planSchedules, type Schedulable, scheduleKey, type SchedulePlan } from './check/plan-schedules.js';
export { nextRunAt, nextSlot, ON_TIME_SHARE, shareOf, slotHasCome, slotOffsetMs } from './check/schedule.js';
export { CHECK_STATUSES, CheckStatus, FindingSeverity, type RuleStatus, worstStatus } from './check/status.js';
export { EDGE, Vantage } from './check/vantage.js';
export {
  AcmeSettings,
  CHECKLIST_ITEMS,
  ChecklistItem,
  type ChecklistMark,
  DomainName,
  FederationInput,
  FederationRoute,
  type FederationState,
} from './federation/federation.js';
export { certificateUnseen, judgeCertificate } from './certificate/judge-certificate.js';
export { CERTIFICATE_LEVELS, type CertificateLevel, certificateLevel, expiresAtMs, lifetimeMs, renewalAtMs } from './certificate/level.js';
export { type OutlookCertificate, type OutlookFinding, type OutlookPoint, outlook, outlookText } from './certificate/outlook.js';
export { type CertificateSubject } from './certificate/subject.js';
export { type DeriveInput, deriveChecks, type WantedCheck } from './check/derive.js';
export { type FindingCode, findingText, type FindingWords, FINDINGS } from './check/findings.js';
export { ruleName, RULES } from './check/rules.js';
export { judge, type SpecOf } from './check/judge.js';
export { advanceRun, type KeptFinding } from './check/advance-run.js';
export { couldNotLook, judgeRun, LOOKED, refusedListener, type RunVerdict } from './check/run.js';
export { type Advance, advance, isBelieved, type OpenFinding, type SeenFinding } from './check/life.js';
export { checkKindDescription, checkKindName, checkName } from './check/names.js';
export {
  decideNotice,
  isReachability,
  NOTICE_LEVELS,
  type NoticeInput,
  type NoticeLevel,
  noticeLevel,
  type SecondView,
  type Told,
} from './check/notice.js';
export { noticeKind } from './check/notice-kind.js';
export { DNS_FINDINGS } from './dns/findings.js';
export { judgeAddressList } from './dns/address-list.js';
export { judgeDnsHost, plainAddress } from './dns/host.js';
export { judgeInternalName } from './dns/internal.js';
export { judgeIssuance } from './dns/issuance.js';
export { isMicrosoftFederation, MICROSOFT_FEDERATION } from './dns/microsoft.js';
export { asciiName, sameName, shownName } from './dns/name.js';
export { judgeFederationSrv, srvName } from './dns/srv.js';
export { srvOrder, srvRanked, type SrvTarget } from './dns/srv-order.js';
export { STARFACE_CONNECT } from './dns/starface-connect.js';
export { FEDERATION_FINDINGS } from './federation/findings.js';
export { type EndpointPlace, judgeFederationEndpoint } from './federation/endpoint.js';
export { fqdnRelation, type FqdnRelation } from './federation/fqdn-rule.js';
export { judgeFederationPartner } from './federation/partner.js';
export { federationPlan, type FederationPlanText, type PlanPart } from './federation/plan.js';
export { judgePresentedCertificate, type PresentedBy } from './federation/presented.js';
export { judgeCertificateSelection } from './federation/selection.js';
export { judgeFederationSettings } from './federation/settings.js';
export { readAcmePaste } from './federation/acme-paste.js';
export {
  exportFileName,
  exportFirewall,
  FIREWALL_EXPORT_FORMATS,
  FIREWALL_EXPORTS,
  type FirewallExportFormat,
} from './firewall/exports.js';
export { type ExportInput } from './firewall/export/compile.js';
export { COLUMNS as FIREWALL_COLUMNS, forwardText } from './firewall/export/lists.js';
export { actionName, directionName, partyName, partyText, portsText, remarks, sourceText } from './firewall/export/text.js';
export { ODDITIES, type OddityCode } from './firewall/data/oddities.js';
export { validationPort } from './federation/plan/firewall.js';
export { type FirewallPlan, firewallPlan, portTable } from './firewall/plan.js';
export { type FirewallRule, type Party, type PortRange, RuleDirection } from './firewall/rule.js';
export {
  derivedSwitches,
  DirectionOverride,
  effectiveSettings,
  type FirewallFacts,
  FirewallSettings,
  PbxPlace,
} from './firewall/settings.js';
export { FIREWALL_SWITCH_KEYS, FIREWALL_SWITCHES, FirewallSwitch, switchesOf } from './firewall/switches.js';
export { FIREWALL_WARNINGS, type FirewallWarning } from './firewall/warnings.js';
