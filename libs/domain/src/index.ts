export type { Finding, Severity } from './finding.js';
export { LOCALES, type Locale, type Params } from './locale.js';
export { Cidr, Direction, Exposure, Host, Mapping, MappingInput, Port, ServiceProtocol } from './mapping/mapping.js';
export { ModuleConfiguration, ModuleKey, PbxAccess, PbxInput, Product, Version } from './pbx/pbx.js';
export { Credential, Fingerprint, HostKey, SshEngine, SshServerInput } from './ssh-server/ssh-server.js';
export { failed, Fault, fault, FaultCode, FAULTS, type Heal, Hop, needsPerson, ok, type Result } from './tunnel/fault.js';
export { TunnelInput } from './tunnel/spec.js';
export { MappingState, MappingStatus, PROOF_TTL_MS, TunnelState, TunnelStatus } from './tunnel/status.js';
