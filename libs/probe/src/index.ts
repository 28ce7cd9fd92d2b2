export { createGuardedFetch, FetchFailed, type GuardedFetch, type GuardedFetchOptions, type GuardedRequest } from './guarded-fetch.js';
export { type ConnectRequest, createDialer, type Dialer, type DialerOptions, type Resolved } from './dialer.js';
export { type ProbeFacts, type ProbeRequest, probeService, probeTcp } from './probe.js';
export { type Connect, type PortRequest } from './connect.js';
export { probeTcpPort } from './tcp-port.js';
export { type CertificateReading, readCertificate } from './certificate/read.js';
export { edgeVantage, sshVantage, type SshVantageOptions } from './vantage.js';
export { createDns, type Dns, type DnsOptions, type DnsRequest, type NamedType } from './dns/dns.js';
export {
  askFederationSrv,
  type InternalRequest,
  probeAddressList,
  probeDnsHost,
  probeFederationSrv,
  probeInternalName,
  probeIssuance,
} from './dns/probe.js';
export { createRevocation, type Revocation, type RevocationOptions, type RevocationRequest } from './revocation/revocation.js';
export {
  type CheckMeans,
  probeCheck,
  type Probed,
  type Probes,
  type SeenTls,
  type SentChain,
  type StoredMaterial,
  type TlsTarget,
  type Way,
} from './check.js';
export { readUpload, type Upload, type UploadedCertificate, type UploadProblem, type UploadReading } from './certificate/upload.js';
export { createTransparency, type Transparency, type TransparencyOptions } from './transparency/transparency.js';
export { probeTlsEndpoint, type TlsEndpointRequest } from './tls/endpoint.js';
export { judgeTrust } from './tls/trust.js';
export { type MtlsListener, type MtlsListenerOptions, type MtlsVisit, startMtlsListener } from './mtls/mtls-listener.js';
export type { OwnCertificate } from './mtls/self-signed.js';
export { probeTlsProtocols, type TlsProtocolRequest } from './tls/protocols.js';
export { createProbes, type ProbesOptions } from './probes.js';
