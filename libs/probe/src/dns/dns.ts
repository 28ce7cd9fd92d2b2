import { getServers } from 'node:dns';
import { setMaxListeners } from 'node:events';
import { type DnsAnswer, type DnsQuestion, type DnsRecord, failed, fault, ok, type Result } from '@stellwerk/domain';
import { type Deadline, startDeadline } from '../deadline.js';
import type { Dialer } from '../dialer.js';
import { authoritiesOf } from './authorities.js';
import { judgeSignatures, type SignatureVerdict } from './dnssec.js';
import { answerOf, askServer, type Server } from './follow.js';
import { readName } from './name.js';
import { readServerAddress } from './server-address.js';
import { addressTransport } from './transport.js';

/** The operator's side of asking DNS. */
export interface DnsOptions {
  /** Resolvers as `ip`, `ip:port` or `[ip]:port`; two or more make an answer worth more. They are trusted and not judged, and what they know every customer may ask: name some that know the public DNS only. Default: the machine's own. */
  readonly resolvers?: readonly string[];
  /** Judges the addresses of authoritative servers. */
  readonly dialer: Pick<Dialer, 'resolve'>;
  /** Port of authoritative servers; 53 outside of tests. */
  readonly authoritativePort?: number;
  /** A name known to be signed: a resolver that does not say so about it does not validate. The root unless told. */
  readonly signedName?: string;
}

export interface DnsRequest {
  /** Private networks of the tenant, where authoritative servers may be, in CIDR notation. */
  readonly allowedNetworks?: readonly string[];
  /** Ask the zone's own servers, too. */
  readonly authorities?: boolean;
  /** Ask resolvers for their verdict on signatures (`authenticated`). */
  readonly validate?: boolean;
  readonly signal?: AbortSignal;
  /** For everything asked in one call, in milliseconds. Default 15,000. */
  readonly timeoutMs?: number;
}

export interface NamedType {
  readonly name: string;
  readonly type: DnsRecord['type'];
}

/** DNS as the operator's resolvers and the zones' own servers tell it. A name that can be none is the fault `name-not-found` with `reason` `malformed`; everything else is in the answers. */
export interface Dns {
  /** Asks everybody about each of the names; answers stand in the order of the questions. */
  ask(questions: readonly NamedType[], request?: DnsRequest): Promise<Result<readonly DnsQuestion[]>>;
  /** Whether the zone of a name is signed, and the signatures hold. */
  signatures(name: string, request?: DnsRequest): Promise<Result<SignatureVerdict>>;
}

const TIMEOUT_MS = 15_000;
/** Different records kept of one question, by all servers together: servers of one zone may each tell of other ones, and rules compare all with all. */
const MAX_DISTINCT = 64;

function bounded(answers: readonly DnsAnswer[]): DnsAnswer[] {
  const seen = new Set<string>();
  const isKept = ({ value }: DnsRecord): boolean => seen.has(value) || (seen.size < MAX_DISTINCT && seen.add(value).size > 0);
  return answers.map((answer) => ({ ...answer, records: answer.records.filter(isKept) }));
}

/** A resolver of the operator's configuration. */
function resolverOf(text: string): Server {
  const at = readServerAddress(text);
  if (at === null) throw new Error(`not the address of a DNS server: ${text}`);
  return { label: at.label, authoritative: false, transport: addressTransport(at.address, at.port) };
}

/** Makes the asker. @throws Error when a configured resolver is no address */
export function createDns(options: DnsOptions): Dns {
  const configured = options.resolvers && options.resolvers.length > 0 ? options.resolvers : getServers();
  const resolvers = configured.slice(0, 8).map(resolverOf);
  const [first] = resolvers;
  if (first === undefined) throw new Error('no DNS server is configured, neither here nor on this machine');

  const serversFor = (name: string, request: DnsRequest, deadline: Deadline): Promise<readonly Server[]> => {
    const port = options.authoritativePort ?? 53;
    return authoritiesOf(name, { resolver: first, dialer: options.dialer, allowedNetworks: request.allowedNetworks ?? [], port }, deadline);
  };

  const askAbout = async (
    { name, type }: NamedType,
    { validate = false }: DnsRequest,
    deadline: Deadline,
    zone: Promise<readonly Server[]>,
  ): Promise<DnsQuestion> => {
    const question = { name, type, dnssec: validate ? 'validate' : 'none' } as const;
    const ask = async (server: Server): Promise<DnsAnswer> => {
      const outcome = await askServer(server, question, deadline, server.authoritative ? first : server);
      return answerOf(server, outcome, validate && !server.authoritative);
    };
    const [ours, theirs] = await Promise.all([Promise.all(resolvers.map(ask)), zone.then((servers) => Promise.all(servers.map(ask)))]);
    return { name, type, answers: bounded([...ours, ...theirs]) };
  };

  const askAll = async (questions: readonly NamedType[], request: DnsRequest, deadline: Deadline): Promise<readonly DnsQuestion[]> => {
    const zones = new Map<string, Promise<readonly Server[]>>();
    for (const { name } of questions)
      if (!zones.has(name)) zones.set(name, request.authorities === true ? serversFor(name, request, deadline) : Promise.resolve([]));
    return Promise.all(questions.map((question) => askAbout(question, request, deadline, zones.get(question.name) ?? Promise.resolve([]))));
  };

  return {
    ask: (questions, request = {}) => {
      const read: NamedType[] = [];
      for (const { name: typed, type } of questions) {
        const name = readName(typed);
        if (name === null) return Promise.resolve(nameRefused(typed));
        read.push({ name, type });
      }
      return within(request, async (deadline) => ok(await askAll(read, request, deadline)));
    },
    signatures: async (typed, request = {}) => {
      const name = readName(typed);
      if (name === null) return nameRefused(typed);
      return within(request, async (deadline) =>
        ok(await judgeSignatures(name, { resolvers, signedName: options.signedName ?? '.' }, deadline)),
      );
    },
  };
}

/** A name that can be none, as a value; it may be anything, so only a piece of it is told. */
export const nameRefused = (typed: string): Result<never> =>
  failed(fault('name-not-found', { host: typed.replace(/[^\x20-\x7e]/g, '?').slice(0, 100), reason: 'malformed' }));

async function within<T>(request: DnsRequest, work: (deadline: Deadline) => Promise<T>): Promise<T> {
  const deadline = startDeadline(request.timeoutMs ?? TIMEOUT_MS, request.signal);
  // Every server that is asked at the same time listens for the end of it.
  setMaxListeners(0, deadline.signal);
  try {
    return await work(deadline);
  } finally {
    deadline.dispose();
  }
}
