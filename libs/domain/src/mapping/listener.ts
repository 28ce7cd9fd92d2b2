import { parseAddress } from '../network/address.js';
import type { PbxAccess, Product } from '../pbx/pbx.js';
import type { Direction, Exposure } from './mapping.js';

/** An SSH server as far as mappings care. */
export interface SshServerContext {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly name?: string;
}

/** A PBX as far as mappings care. */
export interface PbxContext {
  readonly edgeId: string;
  readonly product: Product;
  readonly name?: string;
  readonly access: PbxAccess;
  readonly listenAddress: string;
  readonly networks: readonly string[];
  /** How the worker logs in to the PBX itself (access `ssh`). */
  readonly sshServer?: { readonly host: string; readonly port: number } | null;
}

/** Where a mapping listens: `listenKey` names the machine (and address) that holds the port. Unique together, everywhere (V3). */
export interface Listener {
  readonly listenKey: string;
  readonly port: number;
}

/** A listener that somebody already holds. `tunnelName` is null when the caller may not know whose it is. */
export interface ListenerInUse {
  readonly listenKey: string;
  readonly listenPort: number;
  readonly tunnelName: string | null;
  readonly exposure: Exposure;
}

/** Names that differ only in spelling are one host: case, a trailing dot, the notation of an address. */
export function sameHostKey(host: string): string {
  const address = parseAddress(host);
  if (address !== null) return address.canonical;
  const name = host.trim().toLowerCase().replace(/\.$/, '');
  return name === 'localhost' ? '127.0.0.1' : name;
}

const sshKey = (server: { readonly host: string; readonly port: number }, tenantId: string): string =>
  `ssh:${tenantId}:${sameHostKey(server.host)}:${server.port}`;

/**
 * Where a mapping listens (V3): outbound on the PBX's side, inbound on the SSH server. The exposure is not part of the
 * key, since a wildcard listener collides with a loopback one on the same port.
 */
export function listenerOf(
  mapping: { readonly direction: Direction; readonly localPort: number; readonly remotePort: number },
  pbx: PbxContext,
  sshServer: { readonly host: string; readonly port: number },
  tenantId: string,
): Listener {
  if (mapping.direction === 'inbound') return { listenKey: sshKey(sshServer, tenantId), port: mapping.remotePort };
  if (pbx.access === 'ssh' && pbx.sshServer) return { listenKey: sshKey(pbx.sshServer, tenantId), port: mapping.localPort };
  return { listenKey: `edge:${pbx.edgeId}:${sameHostKey(pbx.listenAddress)}`, port: mapping.localPort };
}

const EDGE = /^edge:(.*?):(.*)$/;
const isWildcard = (address: string): boolean => address === '0.0.0.0' || address === '::';

/**
 * How two listen keys relate: the same place, or two addresses of one edge of which one is the wildcard and so takes the
 * port on all of them. Null when both may hold the same port.
 */
export function listenKeyRelation(a: string, b: string): 'same' | 'wildcard' | null {
  if (a === b) return 'same';
  const [left, right] = [EDGE.exec(a), EDGE.exec(b)];
  if (left === null || right === null || left[1] !== right[1]) return null;
  return isWildcard(left[2] ?? '') || isWildcard(right[2] ?? '') ? 'wildcard' : null;
}

/**
 * The next port nobody holds, upwards from `port`, wrapping to `min`; null when all are taken.
 * @param min lowest port that may be suggested, 1024 where the listener may not be privileged
 */
export function nextFreePort(port: number, taken: ReadonlySet<number>, min = 1024): number | null {
  const start = Math.min(Math.max(Math.trunc(port) || min, min), 65_535);
  const span = 65_536 - min;
  for (let i = 0; i < span; i++) {
    const candidate = min + ((start - min + i) % span);
    if (!taken.has(candidate)) return candidate;
  }
  return null;
}
