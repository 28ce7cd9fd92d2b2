import type { DnsAnswer, DnsRecord } from '@stellwerk/domain';
import type { Deadline } from '../deadline.js';
import type { OwnedRecord, QueryType, Reply } from './message.js';
import type { Asked, Silence, Transport } from './transport.js';

/** A chain of more aliases than this is called a loop: resolvers give up at 8 to 16, too. */
const MAX_ALIASES = 8;
/** What is kept of one answer. */
const MAX_KEPT = 64;

/** Somebody who can be asked. `label` is shown to people. */
export interface Server {
  readonly label: string;
  readonly authoritative: boolean;
  readonly transport: Transport;
}

/** An answer, and what the facts have no place for. */
export interface Outcome {
  readonly rcode: string;
  readonly aliases: readonly string[];
  readonly records: readonly OwnedRecord[];
  readonly authenticated: boolean;
  /** The server itself is in charge of the name asked for (AA). */
  readonly authoritative: boolean;
  /** Apex of the zone that a negative answer came from (RFC 2308 §3). */
  readonly zone: string | null;
}

type Question = Pick<Asked, 'name' | 'type' | 'dnssec'>;

const silent = (rcode: Silence | 'LOOP', aliases: readonly string[] = []): Outcome => ({
  rcode,
  aliases,
  records: [],
  authenticated: false,
  authoritative: false,
  zone: null,
});

/**
 * Asks one server and follows aliases: within its answer, and where a resolver leaves the rest to us by asking it again. An authoritative
 * server knows its own zones only: where an alias leaves them, `beyond` (a resolver) is asked for the rest.
 */
export async function askServer(server: Server, question: Question, deadline: Deadline, beyond: Server = server): Promise<Outcome> {
  const aliases: string[] = [];
  let [name, asked, authenticated] = [question.name, server, true];
  for (;;) {
    const reply = await ask(asked, { ...question, name }, deadline);
    if (typeof reply === 'string') return silent(reply, aliases);
    authenticated &&= reply.authenticated;
    const step = follow(reply, question.type, name, [question.name, ...aliases]);
    aliases.push(...step.aliases);
    if (step.loops) return silent('LOOP', aliases);
    const zone = reply.authorities.find((record) => record.type === 'SOA')?.owner ?? null;
    // Who names a zone has been to the end of the chain: there is nothing of this type.
    if (step.records.length > 0 || step.aliases.length === 0 || reply.rcode !== 'NOERROR' || zone !== null)
      return { rcode: reply.rcode, aliases, records: step.records, authenticated, authoritative: reply.authoritative, zone };
    [name, asked] = [step.end, beyond];
  }
}

/** With EDNS, and without where a server objects to it (RFC 6891 §7). */
async function ask(server: Server, question: Question, deadline: Deadline): Promise<Reply | Silence> {
  const asked = { ...question, recursion: !server.authoritative };
  const reply = await server.transport({ ...asked, edns: true }, deadline);
  const objects = typeof reply !== 'string' && (reply.rcode === 'FORMERR' || reply.rcode === 'NOTIMP' || reply.rcode === 'BADVERS');
  return objects ? server.transport({ ...asked, dnssec: 'none', edns: false }, deadline) : reply;
}

interface Step {
  readonly aliases: readonly string[];
  /** The last name of the chain. */
  readonly end: string;
  readonly records: readonly OwnedRecord[];
  readonly loops: boolean;
}

/** Only what hangs together counts: records of the name asked for, or of an alias that leads from it. */
function follow(reply: Reply, type: QueryType, name: string, seen: readonly string[]): Step {
  const aliases: string[] = [];
  for (let at = name; ;) {
    const records = reply.answers.filter((record) => record.owner === at && record.type === type);
    if (records.length > 0) return { aliases, end: at, records: records.slice(0, MAX_KEPT), loops: false };
    const alias = type === 'CNAME' ? undefined : reply.answers.find((record) => record.owner === at && record.type === 'CNAME');
    if (alias === undefined) return { aliases, end: at, records: [], loops: false };
    const circle = alias.value === name || seen.includes(alias.value) || aliases.includes(alias.value);
    aliases.push(alias.value);
    if (circle || seen.length + aliases.length > MAX_ALIASES + 1) return { aliases, end: at, records: [], loops: true };
    at = alias.value;
  }
}

const SHOWN = new Set<QueryType>(['A', 'AAAA', 'CNAME', 'SRV', 'CAA', 'NS']);

/** Servers turn the order round and round; facts do not change with it. SRV: the most wanted first (RFC 2782). */
const inOrder = (a: DnsRecord, b: DnsRecord): number => {
  if (a.srv !== null && b.srv !== null && a.srv.priority !== b.srv.priority) return a.srv.priority - b.srv.priority;
  if (a.srv !== null && b.srv !== null && a.srv.weight !== b.srv.weight) return b.srv.weight - a.srv.weight;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
};

/** An outcome as the facts have it. */
export function answerOf(server: Server, outcome: Outcome, validated: boolean): DnsAnswer {
  const records = outcome.records.flatMap(({ type, ttl, value, srv }) =>
    SHOWN.has(type) ? [{ type: type as DnsRecord['type'], ttl, value, srv }] : [],
  );
  const { rcode, aliases } = outcome;
  const answered = rcode === 'NOERROR' || rcode === 'NXDOMAIN';
  return {
    resolver: server.label,
    authoritative: server.authoritative,
    rcode,
    authenticated: validated && answered ? outcome.authenticated : null,
    aliases: [...aliases],
    records: records.sort(inOrder),
  };
}
