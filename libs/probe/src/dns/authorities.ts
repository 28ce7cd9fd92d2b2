import { type Dialer } from '../dialer.js';
import type { Deadline } from '../deadline.js';
import { askServer, type Server } from './follow.js';
import { isWithin, parentOf } from './name.js';
import { addressTransport } from './transport.js';

/** Some zones have thirteen name servers; these are enough to see whether they agree. */
const MAX_SERVERS = 4;

export interface AuthorityMeans {
  /** Who is asked for the way: a resolver of the operator's. */
  readonly resolver: Server;
  /** The judge of every address that a zone calls its server. */
  readonly dialer: Pick<Dialer, 'resolve'>;
  readonly allowedNetworks: readonly string[];
  /** 53 outside of tests. */
  readonly port: number;
}

/** The name servers of the zone that `name` lies in, by name; empty when nobody could say. The root and what stands directly in it are left in peace. */
async function serversOfZone(name: string, resolver: Server, deadline: Deadline): Promise<readonly string[]> {
  for (let zone: string | null = name; zone?.includes('.');) {
    const { records, zone: apex } = await askServer(resolver, { name: zone, type: 'NS', dnssec: 'none' }, deadline);
    const own: string[] = records.filter((record) => record.owner === zone).map((record) => record.value);
    if (own.length > 0) return [...new Set(own)].sort().slice(0, MAX_SERVERS);
    if (deadline.signal.aborted) return [];
    // A negative answer names the apex of its zone (RFC 2308 §3); an alias leads to somebody else's.
    zone = apex !== null && apex !== zone && isWithin(zone, apex) ? apex : parentOf(zone);
  }
  return [];
}

/** A server that must not be asked, with the reason as its answer. */
const forbidden = (label: string): Server => ({ label, authoritative: true, transport: () => Promise.resolve('FORBIDDEN') });
const unknown = (label: string): Server => ({ label, authoritative: true, transport: () => Promise.resolve('UNREACHABLE') });

/**
 * The authoritative servers of the zone that `name` lies in, ready to be asked. A zone may call any address its server, ours included:
 * every one is judged like any other target, and a refused one answers `FORBIDDEN` without having been asked.
 */
export async function authoritiesOf(name: string, means: AuthorityMeans, deadline: Deadline): Promise<readonly Server[]> {
  const names = await serversOfZone(name, means.resolver, deadline);
  return Promise.all(
    names.map(async (host): Promise<Server> => {
      const [v4, v6] = await Promise.all(
        (['A', 'AAAA'] as const).map((type) => askServer(means.resolver, { name: host, type, dnssec: 'none' }, deadline)),
      );
      const address = v4?.records[0]?.value ?? v6?.records[0]?.value;
      if (address === undefined) return unknown(host);
      const judged = await means.dialer.resolve(address, means.port, { allowedNetworks: means.allowedNetworks, signal: deadline.signal });
      const label = `${host} (${address})`;
      return judged.ok
        ? { label, authoritative: true, transport: addressTransport(judged.value.addresses[0] ?? address, means.port) }
        : forbidden(label);
    }),
  );
}
