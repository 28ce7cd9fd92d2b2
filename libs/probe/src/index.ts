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
