export { freePort } from './free-port.js';
export { type Link, type LinkOptions, startLink } from './link.js';
export { plainConnect } from './plain-connect.js';
export { startTcpServer, type TcpServer } from './tcp-server.js';
export { descendants, signal } from './processes.js';
export { type KeyKind, type KeyOptions, type KeyPair, makeKey, signUserKey } from './ssh-keys.js';
export { type Sshd, sshdMissing, type SshdOptions, startSshd } from './sshd.js';
export { selfSigned } from './self-signed.js';
export { until } from './until.js';
export { available, describeWith, type Requirement } from './available.js';
export { startChromium, type RunningBrowser } from './chromium.js';
export { unprivileged, type Unprivileged } from './unprivileged.js';
export {
  type Cluster,
  type ClusterOptions,
  offerPreparedCluster,
  type Postgres,
  type PreparedCluster,
  startCluster,
  startPostgres,
} from './postgres.js';
export { type RedisServer, startRedis } from './redis.js';
export { type Named, startNamed, type ZoneOptions } from './named.js';
export { type DnsPeer, type DnsScript, type DnsTransport, startDnsPeer } from './dns-peer.js';
export { type Authority, type AuthorityOptions, type Issued, type IssueOptions, type ListOptions, makeAuthority } from './authority.js';
export { type CertificateRequest, der, makeCertificate, type NameParts, oid, pemOf, type TestCertificate } from './certificate.js';
export { startTlsServer, type TlsServer, type TlsServerOptions } from './tls-server.js';
export { type KamailioOptions, startKamailio } from './kamailio.js';
export { startProsody } from './prosody.js';
export { type Knock, type Knocked, namespacesMissing, type Place, startNetwork, type TestNetwork } from './network.js';
