import { type Address, type AddressClass, cidrContains, classifyAddress, embeddedIPv4, parseAddress, parseCidr } from './address.js';

/** Why an address may not be connected to. `outside-allowed-networks`: private, and the provider has not allowed that network for the customer. */
export type AddressRefusal =
  Exclude<AddressClass, 'public' | 'private' | 'reserved'> | 'outside-allowed-networks' | 'protected-endpoint' | 'malformed';

export type AddressVerdict = 'allowed' | { readonly refused: AddressRefusal };

/** What may be connected to. The first two are the operator's; `allowedNetworks` the tenant's, set by the provider. */
export interface AddressPolicy {
  /** Only on a single machine (demonstration, tests): the operator opens loopback, never a tenant. */
  readonly allowLoopback: boolean;
  /** `ip:port` or `[ip]:port` of our own Postgres, Redis, API and portal: refused always, even with loopback allowed. */
  readonly protectedEndpoints: readonly string[];
  /** Private networks in CIDR notation. They open private and reserved ranges only: no entry can open loopback or metadata. */
  readonly allowedNetworks: readonly string[];
}

const refuse = (refused: AddressRefusal): AddressVerdict => ({ refused });

/** Splits `10.0.0.1:5432` or `[::1]:5432`; null when malformed or the host is a name. */
export function parseEndpoint(text: string): { readonly address: Address; readonly port: number } | null {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text.trim());
  const address = match === null ? null : parseAddress(match[1] ?? match[2] ?? '');
  return address === null ? null : { address, port: Number(match?.[3]) };
}

/** A protected loopback endpoint protects the port on every loopback address: 127.0.0.2 and ::1 lead to the same process. */
function hits(endpoint: string, candidates: readonly Address[], port: number): boolean {
  const guarded = parseEndpoint(endpoint);
  if (guarded === null || guarded.port !== port) return false;
  const loopback = classifyAddress(guarded.address) === 'loopback';
  return candidates.some((a) => a.canonical === guarded.address.canonical || (loopback && classifyAddress(a) === 'loopback'));
}

/**
 * Whether `ip:port` may be connected to (design: security). The kind of address comes first, so that the answer never
 * tells which forbidden port is one of ours.
 * @param ip an address in any notation, not a name
 */
export function judgeAddress(ip: string, port: number, policy: AddressPolicy): AddressVerdict {
  const address = parseAddress(ip);
  if (address === null) return refuse('malformed');
  const inner = embeddedIPv4(address);
  const refused = refusalByKind(address, inner, policy);
  if (refused !== null) return refuse(refused);
  const candidates = inner === null ? [address] : [address, inner];
  return policy.protectedEndpoints.some((endpoint) => hits(endpoint, candidates, port)) ? refuse('protected-endpoint') : 'allowed';
}

function refusalByKind(address: Address, inner: Address | null, policy: AddressPolicy): AddressRefusal | null {
  const kind = classifyAddress(address);
  if (kind === 'public') return null;
  if (kind === 'private' || kind === 'reserved') {
    // A private address inside a NAT64 or 6to4 wrapping is nowhere a real route leads (RFC 6052 §3.1, RFC 3056 §2).
    const allowed = inner === null && policy.allowedNetworks.some((text) => contains(text, address));
    return allowed ? null : 'outside-allowed-networks';
  }
  if (kind === 'loopback') return policy.allowLoopback && inner === null ? null : 'loopback';
  return kind;
}

function contains(text: string, address: Address): boolean {
  const network = parseCidr(text);
  return network !== null && cidrContains(network, address);
}
