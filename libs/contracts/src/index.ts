export { createClient, ApiError, type Client, type ClientOptions, type Input, type Output } from './client.js';
export { endpoint, type Endpoint, type Method } from './endpoint.js';
export { Problem, ProblemCode, PROBLEMS } from './problem.js';
export {
  FindingView, Health, Me, Pbx, PbxModule, PbxModuleInput, ServiceTemplate, SshServer, Tenant, TenantInput, Tunnel, TunnelCounts, TunnelEvent,
} from './resources.js';
export { EVENTS_PATH, MappingValidation, MappingValidationInput, routes, SignIn, SshServerTest, SshServerTestInput, StreamEvent } from './routes.js';
