export { createClient, ApiError, type Client, type ClientOptions, type Conditions, type Input, type Output } from './client.js';
export { endpoint, type Endpoint, isRepeatable, type Method, type Needs, refusalsOf } from './endpoint.js';
export { openApiDocument, type OpenApiDocument } from './openapi.js';
export { Problem, ProblemCode, PROBLEMS } from './problem.js';
export {
  FindingView,
  LiveStatus,
  Pbx,
  PbxModule,
  PbxModuleInput,
  Reason,
  ServiceTemplate,
  SshServer,
  Tenant,
  TenantInput,
  Tunnel,
  TunnelCounts,
  TunnelEvent,
  TunnelMapping,
  TunnelMappingStatus,
} from './resources/fleet.js';
export {
  ApiKey,
  Delegation,
  DelegationInput,
  DelegationTerms,
  Factors,
  IdentityProvider,
  IdentityProviderInput,
  Invitation,
  InvitationInput,
  InvitationOffer,
  Me,
  Member,
  MemberInput,
  Membership,
  NewApiKey,
  PasskeyChallenge,
  Proof,
  ProviderSettings,
  ProviderSettingsInput,
  ServiceAccount,
  ServiceAccountInput,
  SignedInSession,
  Stage,
} from './resources/people.js';
export {
  Approval,
  AskedTunnel,
  AuditEvent,
  Difference,
  Notification,
  RequestEvent,
  RequestInput,
  RequestPolicy,
  RequestPolicyInput,
  RequestState,
  RequestValidation,
  Risk,
  SearchHit,
  TunnelRequest,
  Usage,
} from './resources/requests.js';
export { routes } from './routes.js';
export { SignIn } from './routes/session.js';
export { EVENTS_PATH, StreamEvent } from './stream.js';
export { MappingValidation, MappingValidationInput, SshServerTest, SshServerTestInput } from './unsaved.js';
