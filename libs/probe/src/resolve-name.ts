import { Resolver } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { failed, fault, ok, parseAddress, type Result } from '@stellwerk/domain';
import { orWhenAborted } from './deadline.js';

/** Once one family has answered, the other gets this long (RFC 8305 §3 has 50 ms; a DynDNS server deserves more). */
const SECOND_FAMILY_MS = 500;
/** One UDP try of c-ares, and how many; the caller's deadline rules over both. */
const TRY_MS = 1_500;
const TRIES = 3;

interface Answer {
  readonly addresses: readonly string[];
  /** The resolver's code when it did not answer at all: ETIMEOUT, ESERVFAIL … */
  readonly trouble: string | null;
}

const NO_SUCH_RECORD = new Set(['ENODATA', 'ENOTFOUND', 'EBADNAME']);

async function ask(query: Promise<readonly string[]>): Promise<Answer> {
  try {
    return { addresses: await query, trouble: null };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'EUNKNOWN';
    return { addresses: [], trouble: NO_SUCH_RECORD.has(code) ? null : code };
  }
}

/**
 * Resolves a host once, over the network only. `dns.lookup` is avoided: it takes one of four threads, and it reads
 * /etc/hosts and search domains, which are names of our own machine and none of a tenant's business. `localhost` is
 * loopback by rule (RFC 6761) and judged like any other loopback address.
 * @returns every address found, IPv4 first, canonical; or `name-not-found`, with the resolver's code where it had trouble
 */
export async function resolveName(host: string, signal: AbortSignal, servers?: readonly string[]): Promise<Result<readonly string[]>> {
  const literal = parseAddress(host);
  if (literal !== null) return ok([literal.canonical]);
  if (/^(.+\.)?localhost\.?$/i.test(host.trim())) return ok(['127.0.0.1', '::1']);

  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  if (servers !== undefined && servers.length > 0) resolver.setServers(servers);
  const name = host.trim().replace(/\.$/, '');
  const v4 = ask(resolver.resolve4(name));
  const v6 = ask(resolver.resolve6(name));
  const both = Promise.all([v4, v6]);
  // A server that drops AAAA questions must not cost a reconnecting tunnel its promise of 20 seconds.
  const enough = v4.then(async (first) =>
    first.addresses.length > 0 ? Promise.race([both, sleep(SECOND_FAMILY_MS, [first] as const, { ref: false })]) : both,
  );
  const answers = await orWhenAborted<readonly Answer[], null>(enough, signal, null);
  resolver.cancel();

  if (answers === null) return failed(fault('name-not-found', { host, reason: 'ETIMEOUT' }));
  const addresses = [...new Set(answers.flatMap((answer) => answer.addresses))].flatMap((text) => parseAddress(text)?.canonical ?? []);
  if (addresses.length > 0) return ok(addresses);
  const trouble = answers.find((answer) => answer.trouble !== null)?.trouble;
  return failed(fault('name-not-found', { host, ...(trouble ? { reason: trouble } : {}) }));
}
