import {
  type CertificateFacts,
  type CheckKind,
  type CheckParams,
  failed,
  type Fault,
  type FactsOf,
  fault,
  type FederationState,
  type KnownCertificate,
  ok,
  type Result,
  type RevocationFacts,
  srvRanked,
  type DnsQuestion,
  type StartTls,
  type TlsEndpointFacts,
  type TlsProtocolFacts,
  type TrustFacts,
  type Unable,
} from '@stellwerk/domain';
import type { Connect } from './connect.js';
import type { Dns } from './dns/dns.js';
import { askFederationSrv, probeAddressList, probeDnsHost, probeFederationSrv, probeInternalName, probeIssuance } from './dns/probe.js';
import { readCertificate } from './certificate/read.js';
import type { Revocation } from './revocation/revocation.js';
import { probeTcpPort } from './tcp-port.js';
import { acquaint, issuerOf } from './tls/trust.js';

/** A TLS service to be looked at. `serverName` is sent as SNI and defaults to the host. */
export interface TlsTarget {
  readonly host: string;
  readonly port: number;
  readonly serverName: string | null;
  readonly startTls: StartTls;
}

/** How a probe gets there, and when to stop. */
export interface Way {
  readonly connect: Connect;
  readonly signal?: AbortSignal;
}

/** What a TLS service sent, with its bytes: DER, leaf first. `facts.revocation` is filled in by `probeCheck`. */
export interface SeenTls {
  readonly facts: TlsEndpointFacts;
  readonly chain: readonly Uint8Array[];
}

/** A stored certificate as bytes: DER, and what came with it. */
export interface StoredMaterial {
  readonly der: Uint8Array;
  readonly chain: readonly Uint8Array[];
}

/** Everything a run may need of the outside, handed in by whoever runs it. Nothing here rejects; a failure is a value. */
export interface CheckMeans extends Way {
  /** `connect` leads through an SSH server in the customer's network. */
  readonly inside: boolean;
  /** Private networks in CIDR notation that the provider opened for the customer. */
  readonly allowedNetworks: readonly string[];
  readonly dns: Dns;
  readonly tls: {
    readonly endpoint: (target: TlsTarget, way: Way) => Promise<SeenTls>;
    readonly protocols: (target: TlsTarget, way: Way) => Promise<TlsProtocolFacts>;
    /** Whom a chain (DER, leaf first) leads to, by every programme. */
    readonly trust: (chain: readonly Uint8Array[]) => readonly TrustFacts[];
  };
  readonly revocation: Revocation;
  readonly certificates: {
    /** Null: it is gone. */
    readonly find: (id: string) => Promise<StoredMaterial | null>;
    /** Uploaded ones whose names cover this one. */
    readonly uploadedFor: (name: string) => Promise<readonly CertificateFacts[]>;
  };
  /** Certificates that logs know of for a name; null: no source is configured. */
  readonly transparency: ((name: string, signal?: AbortSignal) => Promise<Result<readonly CertificateFacts[]>>) | null;
  /** Of the check's PBX; null where there is none. */
  readonly federation: FederationState | null;
}

/** What looks at the outside, made once per process (`createProbes`). */
export type Probes = Pick<CheckMeans, 'dns' | 'tls' | 'revocation' | 'transparency'>;

/** A chain that was seen at an endpoint, to be kept. */
export interface SentChain {
  /** `host:port`. */
  readonly endpoint: string;
  /** Of its leaf. */
  readonly facts: CertificateFacts;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
}

/** What a run brought home. */
export interface Probed<K extends CheckKind = CheckKind> {
  readonly facts: FactsOf<K>;
  readonly sent: readonly SentChain[];
}

type Probe<K extends CheckKind> = (params: CheckParams<K>, means: CheckMeans) => Promise<Result<Probed<K>>>;

const brought = <K extends CheckKind>(facts: FactsOf<K>, sent: readonly SentChain[] = []): Result<Probed<K>> => ok({ facts, sent });

const asked = async <K extends CheckKind>(facts: Promise<Result<FactsOf<K>>>): Promise<Result<Probed<K>>> => {
  const found = await facts;
  return found.ok ? brought(found.value) : found;
};

const endpointOf = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

const sentBy = ({ host, port }: TlsTarget, { facts, chain }: SeenTls): readonly SentChain[] =>
  facts.chain[0] && chain.length > 0 ? [{ endpoint: endpointOf(host, port), facts: facts.chain[0], chain }] : [];

const dnsRequest = ({ allowedNetworks, signal }: CheckMeans) => ({ allowedNetworks, ...(signal && { signal }) });
const wayOf = ({ connect, signal }: CheckMeans): Way => ({ connect, ...(signal && { signal }) });

/** A kind without its probe does not compile. */
const PROBES: { readonly [K in CheckKind]: Probe<K> } = {
  'tcp-port': async ({ host, port }, means) => brought(await probeTcpPort({ ...wayOf(means), host, port })),
  'tls-endpoint': async (target, means) => {
    const seen = await seeTls(target, means);
    return brought(seen.facts, sentBy(target, seen));
  },
  'tls-protocols': async (target, means) => brought(await means.tls.protocols(target, wayOf(means))),
  'dns-host': (params, means) => asked(probeDnsHost(means.dns, params, dnsRequest(means))),
  'dns-federation-srv': (params, means) => asked(probeFederationSrv(means.dns, params, dnsRequest(means))),
  'dns-issuance': (params, means) => asked(probeIssuance(means.dns, params, dnsRequest(means))),
  'dns-address-list': (params, means) => asked(probeAddressList(means.dns, params, dnsRequest(means))),
  'dns-internal': (params, means) =>
    means.inside
      ? asked(probeInternalName(params, wayOf(means)))
      : Promise.resolve(failed(fault('network-unreachable', { host: params.name, detail: 'not seen from outside' }))),
  'certificate-selection': probeSelection,
  'federation-partner': probePartner,
  'stored-certificate': probeStored,
  'federation-settings': async (_, means) =>
    means.federation ? brought(means.federation) : failed(fault('internal-error', { detail: 'no federation is set up' })),
};

/**
 * Looks once, in the way its kind wants it; has no opinions.
 * @returns the facts, which may say that something could not be told; or the fault that kept it from looking at all
 */
export const probeCheck = <K extends CheckKind>(
  spec: { readonly kind: K; readonly params: CheckParams<K> },
  means: CheckMeans,
): Promise<Result<Probed<K>>> => PROBES[spec.kind](spec.params, means);

/** A fault as the reason why something could not be told. */
export function unableBy({ code, params }: Fault): Unable {
  const detail = params['reason'] ?? params['detail'] ?? params['address'];
  return { code, detail: detail === undefined ? null : String(detail).slice(0, 200) };
}

/** One handshake, and what the lists of the authority say about the certificate that came. */
async function seeTls(target: TlsTarget, means: CheckMeans): Promise<SeenTls> {
  const seen = await means.tls.endpoint(target, wayOf(means));
  const revocation = await revocationOf(seen.chain, means);
  return revocation ? { ...seen, facts: { ...seen.facts, revocation } } : seen;
}

const revocationOf = async (chain: readonly Uint8Array[], means: CheckMeans): Promise<RevocationFacts | null> =>
  chain[0] ? means.revocation.check(chain[0], issuerOf(chain), dnsRequest(means)) : null;

/** An uploaded certificate as it is kept: nothing is connected to but the lists of its authority. */
async function probeStored(
  { certificateId, serverName }: CheckParams<'stored-certificate'>,
  means: CheckMeans,
): Promise<Result<Probed<'stored-certificate'>>> {
  const material = await means.certificates.find(certificateId);
  const read = material && readCertificate(material.der, serverName ?? undefined);
  if (!material || !read?.ok) return brought({ certificate: null, trust: [], revocation: null });
  const chain = [material.der, ...material.chain];
  await acquaint(chain);
  return brought({ certificate: read.value, trust: means.tls.trust(chain), revocation: await revocationOf(chain, means) });
}

type Source = KnownCertificate['source'];

/** What federation serves, and every certificate of the name that is known elsewhere. */
async function probeSelection(
  { host, fqdn, port, httpsPort }: CheckParams<'certificate-selection'>,
  means: CheckMeans,
): Promise<Result<Probed<'certificate-selection'>>> {
  const target = (at: number): TlsTarget => ({ host, port: at, serverName: fqdn, startTls: 'none' });
  const served = await seeTls(target(port), means);
  const https = await means.tls.endpoint(target(httpsPort), wayOf(means));
  const unable: { source: Source; why: Unable }[] = [];
  const why = notAsked(https.facts);
  if (why) unable.push({ source: 'https', why });
  const logged = await means.transparency?.(fqdn, means.signal);
  if (logged && !logged.ok) unable.push({ source: 'transparency', why: unableBy(logged.fault) });
  const known = (source: Source, certificates: readonly CertificateFacts[]): KnownCertificate[] =>
    certificates.map((certificate) => ({ source, certificate }));
  const others = [
    ...known('https', https.facts.chain.slice(0, 1)),
    ...known('uploaded', await means.certificates.uploadedFor(fqdn)),
    ...known('transparency', logged?.ok ? logged.value : []),
  ];
  return brought({ served: served.facts, others, unable }, [...sentBy(target(port), served), ...sentBy(target(httpsPort), https)]);
}

/** Why a web server's certificate was not seen; null when it was, or when there is no web server. */
function notAsked({ tcp, chain, failure }: TlsEndpointFacts): Unable | null {
  if (chain.length > 0 || tcp.verdict === 'refused') return null;
  if (tcp.verdict === 'unable-to-tell') return tcp.unable;
  return { code: tcp.verdict === 'open' ? 'target-wrong-protocol' : 'connection-timed-out', detail: failure };
}

/** The first server of the records that name one; a target `.` says that there is no such service (RFC 2782). */
function srvTarget(srv: DnsQuestion | null): { readonly host: string; readonly port: number } | null {
  const records = (srv?.answers ?? []).flatMap((answer) => answer.records.flatMap((record) => record.srv ?? []));
  const first = srvRanked(records).find(({ target, port }) => port > 0 && !['', '.'].includes(target));
  return first ? { host: first.target.replace(/\.$/, ''), port: first.port } : null;
}

/** A partner as his own records or the route say: found by SRV where no host is given. */
async function probePartner(
  { domain, host, port }: CheckParams<'federation-partner'>,
  means: CheckMeans,
): Promise<Result<Probed<'federation-partner'>>> {
  const srv = host === null ? await askFederationSrv(means.dns, domain, dnsRequest(means)) : null;
  if (srv && !srv.ok) return srv;
  const target = host === null ? srvTarget(srv?.value ?? null) : { host, port };
  if (target === null) return brought({ srv: srv?.value ?? null, endpoint: null, host: null, port: null });
  const at: TlsTarget = { ...target, serverName: null, startTls: 'none' };
  const seen = await seeTls(at, means);
  return brought({ srv: srv?.value ?? null, endpoint: seen.facts, ...target }, sentBy(at, seen));
}
