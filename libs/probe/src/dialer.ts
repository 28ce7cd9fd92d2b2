import type { Socket } from 'node:net';
import { failed, fault, type Result } from '@stellwerk/domain';

/** The operator's side of the address policy, and how names are resolved. */
export interface DialerOptions {
  /** Single machine only (demonstration, tests). */
  readonly allowLoopback?: boolean;
  /** `ip:port` of our own Postgres, Redis, API and portal: never connected to. */
  readonly protectedEndpoints?: readonly string[];
  /** DNS servers as `ip` or `ip:port`; default: the machine's own. */
  readonly dnsServers?: readonly string[];
  /** Connections being opened at once: to one host and port, and in all. Defaults 8 and 32 (design: at most 8 handshakes per host, 16–32 per process). */
  readonly perTarget?: number;
  readonly total?: number;
}

export interface ConnectRequest {
  /** Private networks in CIDR notation that the provider opened for the tenant. */
  readonly allowedNetworks?: readonly string[];
  readonly signal?: AbortSignal;
  /** Whole budget for resolving and connecting, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

export interface Resolved {
  /** Canonical addresses, every one judged and allowed. */
  readonly addresses: readonly string[];
}

/** The one guarded door to the network (design: security). A fault is a value; nothing here rejects. */
export interface Dialer {
  /** Resolves once, checks every address, connects to a checked one. The socket has `noDelay` set and is half-open capable; the caller owns it and its `error` events. */
  connect(host: string, port: number, request?: ConnectRequest): Promise<Result<Socket>>;
  /** The first half alone: resolves and judges, connects to nothing. */
  resolve(host: string, port: number, request?: ConnectRequest): Promise<Result<Resolved>>;
}

/** Makes the guarded dialer. One per process: its limits count what is in flight. */
export function createDialer(_options: DialerOptions = {}): Dialer {
  const refuse = (): Promise<Result<never>> => Promise.resolve(failed(fault('internal-error', {})));
  return { connect: refuse, resolve: refuse };
}
