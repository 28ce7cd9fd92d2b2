import {
  type CheckParams,
  type DnsHostFacts,
  type DnsIssuanceFacts,
  type DnsQuestion,
  type DnsSrvFacts,
  failed,
  fault,
  ok,
  type Result,
} from '@stellwerk/domain';
import type { Connect } from '../connect.js';
import { startDeadline } from '../deadline.js';
import { type Dns, type DnsRequest, nameRefused } from './dns.js';
import { answerOf, askServer, type Outcome, type Server } from './follow.js';
import { parentOf, readName } from './name.js';
import { readServerAddress } from './server-address.js';
import { streamTransport } from './transport.js';

const bothFamilies = (name: string) => [
  { name, type: 'A' as const },
  { name, type: 'AAAA' as const },
];

/** `dns-host`: A and AAAA of the name, by every resolver and by the zone's own servers. */
export async function probeDnsHost(
  dns: Dns,
  { name }: Pick<CheckParams<'dns-host'>, 'name'>,
  request: DnsRequest = {},
): Promise<Result<DnsHostFacts>> {
  const questions = await dns.ask(bothFamilies(name), { ...request, authorities: true });
  return questions.ok ? ok({ questions: questions.value }) : questions;
}

/** `dns-address-list`: A and AAAA by every resolver; the zone is somebody else's, and its servers are left in peace. */
export async function probeAddressList(
  dns: Dns,
  { name }: Pick<CheckParams<'dns-address-list'>, 'name'>,
  request: DnsRequest = {},
): Promise<Result<DnsHostFacts>> {
  const questions = await dns.ask(bothFamilies(name), request);
  return questions.ok ? ok({ questions: questions.value }) : questions;
}

export const FEDERATION_SERVICE = '_sipfederationtls._tcp';
/** Targets that are looked up in turn; a domain with more has them for show. */
const MAX_TARGETS = 8;

/** The SRV record of a domain's federation, by every resolver (MS-SIPRE; S3 §3.2). */
export async function askFederationSrv(dns: Dns, domain: string, request: DnsRequest = {}): Promise<Result<DnsQuestion>> {
  const asked = await dns.ask([{ name: `${FEDERATION_SERVICE}.${domain.trim()}`, type: 'SRV' }], request);
  if (!asked.ok) return asked;
  return asked.value[0] ? ok(asked.value[0]) : nameRefused(domain);
}

/** `dns-federation-srv`: the SRV records, and A, AAAA and CNAME of each target. A target that is no host name (`.`: no such service) is not asked about. */
export async function probeFederationSrv(
  dns: Dns,
  { domain }: Pick<CheckParams<'dns-federation-srv'>, 'domain'>,
  request: DnsRequest = {},
): Promise<Result<DnsSrvFacts>> {
  const srv = await askFederationSrv(dns, domain, { ...request, authorities: true });
  if (!srv.ok) return srv;
  const targets = srv.value.answers.flatMap((answer) => answer.records.flatMap((record) => record.srv?.target ?? []));
  const names = [...new Set(targets)].filter((target) => readName(target) !== null).slice(0, MAX_TARGETS);
  const asked = await dns.ask(
    names.flatMap((name) => [...bothFamilies(name), { name, type: 'CNAME' as const }]),
    request,
  );
  return asked.ok ? ok({ questions: [srv.value, ...asked.value] }) : asked;
}

/** `dns-issuance`: CAA from the name upwards until somebody has records (RFC 8659 §3) or nobody answers, and whether the zone's signatures hold. */
export async function probeIssuance(
  dns: Dns,
  { name }: Pick<CheckParams<'dns-issuance'>, 'name'>,
  request: DnsRequest = {},
): Promise<Result<DnsIssuanceFacts>> {
  // The rule for `*.acme.example` is found from `acme.example` on.
  const wanted = name.trim().replace(/^\*\./, '');
  const signatures = dns.signatures(wanted, request);
  const questions: DnsQuestion[] = [];
  for (let at = readName(wanted); at !== null; at = parentOf(at)) {
    const asked = await dns.ask([{ name: at, type: 'CAA' }], { ...request, validate: true });
    if (!asked.ok) return asked;
    questions.push(...asked.value);
    const answers = asked.value.flatMap((question) => question.answers);
    const denied = answers.some(({ rcode }) => rcode === 'NOERROR' || rcode === 'NXDOMAIN');
    if (!denied || answers.some(({ records }) => records.length > 0)) break;
  }
  const verdict = await signatures;
  return verdict.ok ? ok({ questions, dnssec: verdict.value }) : verdict;
}

export interface InternalRequest {
  /** How to get there: `sshVantage`. */
  readonly connect: Connect;
  /** DNS servers as seen from inside, most likely first: `ip`, `ip:port` or `[ip]:port`. Default: the SSH server's own. */
  readonly resolvers?: readonly string[];
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** A domain controller that runs the SSH server answers itself; on Linux systemd-resolved listens beside it. */
const OWN_RESOLVERS = ['127.0.0.1', '127.0.0.53'] as const;
const INTERNAL_MS = 15_000;
const MAX_INSIDE = 4;

/**
 * `dns-internal`: A and AAAA as a resolver inside tells them, over TCP through the customer's SSH server. The first resolver that answers at
 * all is the one whose answer counts.
 * Faults: `name-not-found` (`malformed`), `target-silent` when no resolver could be reached: then nothing can be told.
 */
export async function probeInternalName(
  { name: typed }: Pick<CheckParams<'dns-internal'>, 'name'>,
  request: InternalRequest,
): Promise<Result<DnsHostFacts>> {
  const name = readName(typed);
  if (name === null) return nameRefused(typed);
  const resolvers = (request.resolvers && request.resolvers.length > 0 ? request.resolvers : OWN_RESOLVERS)
    .slice(0, MAX_INSIDE)
    .flatMap((text) => readServerAddress(text) ?? []);
  const deadline = startDeadline(request.timeoutMs ?? INTERNAL_MS, request.signal);
  try {
    for (const resolver of resolvers) {
      const transport = streamTransport((signal) => request.connect(resolver.address, resolver.port, { signal }));
      const server: Server = { label: resolver.label, authoritative: false, transport };
      const outcomes: [string, Outcome][] = [];
      for (const type of ['A', 'AAAA'] as const) outcomes.push([type, await askServer(server, { name, type, dnssec: 'none' }, deadline)]);
      if (outcomes.some(([, { rcode }]) => rcode === 'UNREACHABLE' || rcode === 'TIMEOUT')) continue;
      return ok({
        questions: outcomes.map(([type, outcome]) => ({ name, type: type as 'A' | 'AAAA', answers: [answerOf(server, outcome, false)] })),
      });
    }
    return failed(fault('target-silent', { host: resolvers.map(({ label }) => label).join(', '), port: 53, protocol: 'dns' }));
  } finally {
    deadline.dispose();
  }
}
