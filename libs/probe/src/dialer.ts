import type { Socket } from 'node:net';
import { type AddressPolicy, failed, type Fault, fault, judgeAddress, ok, type Result, sameHostKey } from '@stellwerk/domain';
import { connectAddress } from './connect-address.js';
import { type Deadline, startDeadline } from './deadline.js';
import { InFlight } from './in-flight.js';
import { resolveName } from './resolve-name.js';

/** The operator's side of the address policy, and how names are resolved. */
export interface DialerOptions {
  /** Single machine only (demonstration, tests). */
  readonly allowLoopback?: boolean;
  /** `ip:port` of our own Postgres, Redis, API and portal: never connected to. */
  readonly protectedEndpoints?: readonly string[];
  /** DNS servers as `ip` or `ip:port`; default: the machine's own. */
  readonly dnsServers?: readonly string[];
  /** Connections in the making at once: to one host and port, and in all. Defaults 8 and 32. */
  readonly perTarget?: number;
  readonly total?: number;
}

export interface ConnectRequest {
  /** Private networks in CIDR notation that the provider opened for the tenant. */
  readonly allowedNetworks?: readonly string[];
  readonly signal?: AbortSignal;
  /** Whole budget for waiting, resolving and connecting, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

export interface Resolved {
  /** Canonical addresses, every one judged and allowed. */
  readonly addresses: readonly string[];
}

/** The one guarded door to the network (design: security). A fault is a value; nothing here rejects. */
export interface Dialer {
  /**
   * Resolves once, checks every address, connects to a checked one. The socket has `noDelay` and is half-open capable;
   * the caller owns it from now on, its `error` events included.
   * Faults: `name-not-found`, `address-forbidden`, `connection-refused`, `connection-timed-out`, `network-unreachable`.
   */
  connect(host: string, port: number, request?: ConnectRequest): Promise<Result<Socket>>;
  /** The first half alone: resolves and judges, connects to nothing. */
  resolve(host: string, port: number, request?: ConnectRequest): Promise<Result<Resolved>>;
}

const TIMEOUT_MS = 10_000;
/** No single address may use up the budget of those after it. */
const ATTEMPT_MS = 3_000;
/** A name with more addresses than this is judged whole, but only these are tried. */
const ATTEMPTS = 4;

/** Makes the guarded dialer. One per process: its limits count what is in flight. */
export function createDialer(options: DialerOptions = {}): Dialer {
  const inFlight = new InFlight({ perTarget: options.perTarget ?? 8, total: options.total ?? 32 });

  const resolveChecked = async (host: string, port: number, request: ConnectRequest, signal: AbortSignal): Promise<Result<Resolved>> => {
    const found = await resolveName(host, signal, options.dnsServers);
    if (!found.ok) return found;
    const policy: AddressPolicy = {
      allowLoopback: options.allowLoopback ?? false,
      protectedEndpoints: options.protectedEndpoints ?? [],
      allowedNetworks: request.allowedNetworks ?? [],
    };
    const refusal = firstRefusal(found.value, port, policy);
    return refusal === null ? ok({ addresses: found.value }) : failed(fault('address-forbidden', { host, port, ...refusal }));
  };

  const connectChecked = async (host: string, port: number, request: ConnectRequest, deadline: Deadline): Promise<Result<Socket>> => {
    const leave = await inFlight.enter(`${sameHostKey(host)}:${port}`, deadline.signal);
    if (leave === null) return failed(fault('connection-timed-out', { host, port }));
    try {
      const resolved = await resolveChecked(host, port, request, deadline.signal);
      return resolved.ok ? await tryInOrder(resolved.value.addresses.slice(0, ATTEMPTS), { host, port }, deadline) : resolved;
    } finally {
      leave();
    }
  };

  const within = async <T>(request: ConnectRequest, work: (deadline: Deadline) => Promise<T>): Promise<T> => {
    const deadline = startDeadline(request.timeoutMs ?? TIMEOUT_MS, request.signal);
    try {
      return await work(deadline);
    } finally {
      deadline.dispose();
    }
  };

  return {
    connect: (host, port, request = {}) => within(request, (deadline) => connectChecked(host, port, request, deadline)),
    resolve: (host, port, request = {}) => within(request, (deadline) => resolveChecked(host, port, request, deadline.signal)),
  };
}

/** One bad address spoils the name: who controls its DNS may otherwise steer us by the order of the answers. */
function firstRefusal(
  addresses: readonly string[],
  port: number,
  policy: AddressPolicy,
): { readonly address: string; readonly reason: string } | null {
  for (const address of addresses) {
    const verdict = judgeAddress(address, port, policy);
    if (verdict !== 'allowed') return { address, reason: verdict.refused };
  }
  return null;
}

/** Why the first failure is not simply the last: "refused" says that somebody is there, "unreachable" says least. */
const TELLING: readonly Fault['code'][] = ['connection-refused', 'connection-timed-out', 'network-unreachable'];

/**
 * One address after the other, never two at once: a lost race would leave a connection that never authenticates, for
 * which OpenSSH ≥ 9.8 penalises us.
 */
async function tryInOrder(
  addresses: readonly string[],
  target: { readonly host: string; readonly port: number },
  deadline: Deadline,
): Promise<Result<Socket>> {
  const faults: Fault[] = [];
  for (const [i, address] of addresses.entries()) {
    const remaining = deadline.remainingMs();
    const timeoutMs = i === addresses.length - 1 ? remaining : Math.min(ATTEMPT_MS, remaining / 2);
    const result = await connectAddress({ address, port: target.port }, { ...target }, { signal: deadline.signal, timeoutMs });
    if (result.ok) return result;
    faults.push(result.fault);
    if (deadline.signal.aborted) break;
  }
  const best = faults.sort((a, b) => TELLING.indexOf(a.code) - TELLING.indexOf(b.code))[0];
  return failed(best ?? fault('connection-timed-out', { ...target }));
}
