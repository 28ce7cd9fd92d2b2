import type { Output } from '@stellwerk/contracts';
import type { routes } from '@stellwerk/contracts';
import type { Sshd } from '@stellwerk/testing';
import type { Stoppable } from './context.js';
import type { Installation } from './installation.js';
import type { Forward } from './peers.js';

/** One tunnel of the benchmark: where it logs in and what it carries. */
export interface FleetTunnel {
  readonly sshd: Sshd;
  /** Port to connect to instead of sshd's own: a link in front of it. */
  readonly via?: number;
  /** Tunnels of one customer share a tenant, a PBX and an SSH server. */
  readonly customer: string;
  readonly forwards: readonly Forward[];
}

/** What a worker process says about its own event loop since the last question. */
export interface LoopReading {
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface WorkerProcess extends Stoppable {
  readonly pid: number;
  readonly id: string;
  /** Processor time so far, user and system, seconds. */
  cpuSeconds(): number;
  rssKib(): number;
  loop(): Promise<LoopReading>;
  /** SIGKILL, as a machine out of memory would; resolves when the process is gone. */
  kill(): Promise<void>;
}

export type Overview = Output<typeof routes.overview>;

/** A real installation without the portal: PostgreSQL, Redis and the API, with as many worker processes as asked for. */
export interface Fleet extends Stoppable {
  readonly installation: Installation;
  /** `meter`: with the sampler behind `loop`, unless told otherwise. */
  worker(id: string, options?: { readonly meter?: boolean }): Promise<WorkerProcess>;
  /** Creates tunnels through the API, switched on. */
  add(tunnels: readonly FleetTunnel[]): Promise<void>;
  /** The fleet in numbers, as the portal shows it. */
  overview(): Promise<Overview>;
  /** Resolves with the wall clock when `enough` is true of the overview; asked every 100 ms. */
  until(what: string, enough: (overview: Overview) => boolean, timeoutMs: number): Promise<number>;
}

/** Every one of `count` tunnels is up, by the judgement of the API. */
export const allUp =
  (count: number) =>
  (overview: Overview): boolean =>
    overview.tunnels.up >= count;
