import { asciiName } from '../dns/name.js';
import { STARFACE_CONNECT } from '../dns/starface-connect.js';
import type { FederationInput } from '../federation/federation.js';
import { classifyAddress, parseAddress } from '../network/address.js';
import { compareVersions } from '../pbx/modules.js';
import type { Product } from '../pbx/pbx.js';
import { STARFACE_HOSTS, type VendorHost } from './data/vendor-hosts.js';
import { type CheckSpec, DEFAULT_INTERVAL_SECONDS } from './kinds.js';
import { checkName } from './names.js';
import { EDGE, type Vantage } from './vantage.js';

/** What is stored about a PBX, as far as checks follow from it. */
export interface DeriveInput {
  readonly pbx: {
    readonly product: Product;
    readonly version: string | null;
    /** The PBX as the worker reaches it; only a public name or address is looked at from outside. */
    readonly address: string;
  };
  readonly federation: FederationInput | null;
  /** SSH servers of this PBX's tunnels, from whose network one can look (`direct-tcpip`); the first is used. */
  readonly sshServers: readonly { readonly id: string }[];
}

/** A check that follows from a PBX. `key` stays the same while it is about the same thing: its history goes on when a value changes. */
export interface WantedCheck {
  readonly key: string;
  readonly spec: CheckSpec;
  readonly name: string;
  readonly vantage: Vantage;
  readonly intervalSeconds: number;
}

const wanted = (key: string, spec: CheckSpec, vantage: Vantage = EDGE): WantedCheck => ({
  key,
  spec,
  name: checkName(spec),
  vantage,
  intervalSeconds: DEFAULT_INTERVAL_SECONDS[spec.kind],
});

/** Names that lead nowhere on the internet (RFC 6761, RFC 6762, RFC 8375, ICANN on `.internal`). */
const PRIVATE_SUFFIXES = [
  'local',
  'localhost',
  'lan',
  'internal',
  'intranet',
  'corp',
  'home',
  'home.arpa',
  'localdomain',
  'private',
  'test',
  'invalid',
];

/** A name with a public suffix or a public address: what can be looked at from outside. */
function isPublicHost(host: string): boolean {
  const address = parseAddress(host);
  if (address !== null) return classifyAddress(address) === 'public';
  const name = asciiName(host);
  return name !== null && name.includes('.') && !PRIVATE_SUFFIXES.some((suffix) => name.endsWith(`.${suffix}`));
}

const tls = { serverName: null, startTls: 'none', optional: false } as const;

/**
 * Partners with open federation that have no route: those let in by name, found by their own SRV records. Whoever else may call is not known.
 */
function invited({ domain, openFederation, routes, allowedDomains, blockedDomains }: FederationInput): readonly string[] {
  const names = (list: readonly string[]): readonly string[] => list.flatMap((one) => asciiName(one) ?? []);
  const others = new Set(names([domain, ...blockedDomains, ...routes.map((route) => route.domain)]));
  return openFederation ? [...new Set(names(allowedDomains))].filter((one) => !others.has(one)) : [];
}

/**
 * Port 80 while a web server answers there for the authority (FED-09). A client that answers by itself opens it for the moment of a renewal
 * only: looked at at any other time it would be closed.
 */
const renewal = ({ acme, webroot, fqdn }: FederationInput): readonly WantedCheck[] =>
  acme?.validation === 'http-01' && webroot !== null
    ? [wanted('federation:renewal', { kind: 'tcp-port', params: { host: fqdn, port: 80, expect: 'open', purpose: 'certificate-renewal' } })]
    : [];

/** From outside and, for the internal name, from inside. The FQDN decides, not where the worker reaches the PBX. */
function federationChecks(federation: FederationInput, inside: Vantage | null): readonly WantedCheck[] {
  const { domain, fqdn, port, publicAddress, internalAddress, intendedCa, openFederation, routes } = federation;
  const endpoint = { host: fqdn, port, ...tls };
  const expectedAddresses = publicAddress === null ? [] : [publicAddress];
  return [
    wanted('federation:settings', { kind: 'federation-settings', params: {} }),
    wanted('federation:host', { kind: 'dns-host', params: { name: fqdn, expectedAddresses, publicRequired: true } }),
    wanted('federation:srv', { kind: 'dns-federation-srv', params: { domain, fqdn, port, openFederation } }),
    wanted('federation:issuance', { kind: 'dns-issuance', params: { name: fqdn, intendedCa } }),
    wanted('federation:endpoint', { kind: 'tls-endpoint', params: { ...endpoint, role: 'sip-federation' } }),
    wanted('federation:protocols', { kind: 'tls-protocols', params: { ...endpoint, policy: 'modern' } }),
    wanted('federation:selection', { kind: 'certificate-selection', params: { host: fqdn, fqdn, port, httpsPort: 443 } }),
    ...routes
      .filter((route) => route.enabled)
      .map((route) =>
        wanted(`federation:partner:${route.domain}`, {
          kind: 'federation-partner',
          params: { domain: route.domain, host: route.host, port: route.port },
        }),
      ),
    ...invited(federation).map((partner) =>
      wanted(`federation:partner:${partner}`, { kind: 'federation-partner', params: { domain: partner, host: null, port: 5061 } }),
    ),
    ...renewal(federation),
    ...(inside === null || internalAddress === null
      ? []
      : [wanted('federation:internal', { kind: 'dns-internal', params: { name: fqdn, internalAddress } }, inside)]),
  ];
}

/** Without a version only what every version uses: nobody is sent to a firewall for a guess. */
const appliesTo = (host: VendorHost, version: string | null): boolean =>
  version === null
    ? host.fromVersion === null && host.toVersion === null
    : (host.fromVersion === null || compareVersions(version, host.fromVersion) >= 0) &&
      (host.toVersion === null || compareVersions(version, host.toVersion) <= 0);

/** Ports on which the vendor promises TLS 1.2 or later and nothing older (S2). Which of them a customer opens is up to the customer. */
const STARFACE_TLS = [
  { port: 443, role: 'web-server', startTls: 'none' },
  { port: 5061, role: 'sip-server', startTls: 'none' },
  { port: 5222, role: 'xmpp-server', startTls: 'xmpp' },
] as const;
/** Plain or administrative services that nobody on the internet may reach. */
const STARFACE_CLOSED = [
  { port: 80, purpose: 'starface-plain-web' },
  { port: 50080, purpose: 'starface-provisioning' },
  { port: 389, purpose: 'ldap' },
  { port: 22, purpose: 'starface-console' },
] as const;
const UCSERVER_CLOSED = [7224, 7225] as const;

function starfaceChecks({ address, version }: DeriveInput['pbx'], inside: Vantage | null): readonly WantedCheck[] {
  const connect = { name: STARFACE_CONNECT.name, addresses: [...STARFACE_CONNECT.addresses] };
  const vendor = inside === null ? [] : STARFACE_HOSTS.filter((host) => appliesTo(host, version));
  return [
    wanted('starface:connect', { kind: 'dns-address-list', params: connect }),
    ...vendor.map(({ host, port, purpose }) =>
      wanted(`starface:reach:${host}:${port}`, { kind: 'tcp-port', params: { host, port, expect: 'open', purpose } }, inside ?? EDGE),
    ),
    ...(isPublicHost(address) ? starfaceFromOutside(address) : []),
  ];
}

const starfaceFromOutside = (host: string): readonly WantedCheck[] => [
  ...STARFACE_TLS.flatMap(({ port, role, startTls }) => {
    const params = { host, port, serverName: null, startTls, optional: true };
    return [
      wanted(`starface:tls:${port}`, { kind: 'tls-endpoint', params: { ...params, role } }),
      wanted(`starface:protocols:${port}`, { kind: 'tls-protocols', params: { ...params, policy: 'starface' } }),
    ];
  }),
  ...STARFACE_CLOSED.map(({ port, purpose }) => closed('starface', host, { port, purpose })),
];

const closed = (product: string, host: string, { port, purpose }: { readonly port: number; readonly purpose: string }): WantedCheck =>
  wanted(`${product}:closed:${port}`, { kind: 'tcp-port', params: { host, port, expect: 'closed', purpose } });

/** The reverse proxy of a UCServer, and that nobody gets past it. */
const ucserverChecks = (host: string): readonly WantedCheck[] =>
  isPublicHost(host)
    ? [
        wanted('ucserver:tls:443', { kind: 'tls-endpoint', params: { host, port: 443, ...tls, optional: true, role: 'web-server' } }),
        wanted('ucserver:protocols:443', { kind: 'tls-protocols', params: { host, port: 443, ...tls, optional: true, policy: 'modern' } }),
        ...UCSERVER_CLOSED.map((port) => closed('ucserver', host, { port, purpose: 'ucserver-web' })),
      ]
    : [];

/**
 * The checks that follow from what is stored about a PBX, each key once. Only what is known is looked at: no vendor host without a way into
 * the customer's network, nothing from outside without a public name or address.
 */
export function deriveChecks({ pbx, federation, sshServers }: DeriveInput): readonly WantedCheck[] {
  const [server] = sshServers;
  const inside: Vantage | null = server === undefined ? null : { kind: 'ssh-server', sshServerId: server.id };
  const all = [
    ...(pbx.product === 'starface' ? starfaceChecks(pbx, inside) : []),
    ...(pbx.product === 'estos-ucserver' ? ucserverChecks(pbx.address) : []),
    ...(pbx.product === 'xphone-connect' && federation !== null ? federationChecks(federation, inside) : []),
  ];
  // Two routes may name one domain; the first stands for both.
  return [...new Map(all.toReversed().map((check) => [check.key, check])).values()].toReversed();
}
