export { createClient, ApiError, type Client, type ClientOptions, type Input, type Output } from './client.js';
export { endpoint, type Endpoint, type Method, refusalsOf } from './endpoint.js';
export { openApiDocument, type OpenApiDocument } from './openapi.js';
export { Problem, ProblemCode, PROBLEMS } from './problem.js';
export {
  FindingView,
  LiveStatus,
  Me,
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
} from './resources.js';
export { routes, SignIn } from './routes.js';
export { EVENTS_PATH, StreamEvent } from './stream.js';
export { MappingValidation, MappingValidationInput, SshServerTest, SshServerTestInput } from './unsaved.js';
