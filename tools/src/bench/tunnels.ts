import type { Sshd } from '@stellwerk/testing';
import { start } from './child.js';
import type { Stoppable } from './context.js';
import type { Forward } from './peers.js';
import type { TunnelCommands, TunnelRequest } from './processes/tunnels.js';

/** How to reach a test server with Stellwerk's own code. */
export const requestFor = (sshd: Sshd, via?: number): Omit<TunnelRequest, 'forwards'> => ({
  port: via ?? sshd.port,
  username: sshd.username,
  privateKey: sshd.userKey.privateKey,
  hostKeys: sshd.hostKeys.map((key) => ({ type: key.publicKey.split(' ')[0] ?? '', fingerprint: key.fingerprint })),
});

export interface OpenOptions {
  readonly forwards: readonly Forward[];
  /** Port of a link in front of the server. */
  readonly via?: number;
}

/** Stellwerk's tunnels in a process of their own, joined from the same sides and relay as in the worker, without supervision. */
export interface Tunnels extends Stoppable {
  readonly pid: number;
  open(sshd: Sshd, options: OpenOptions): Promise<{ readonly cipher: string; readonly kex: string }>;
  openMany(sshd: Sshd, forwards: readonly (readonly Forward[])[], inFlight: number): Promise<number>;
  /** How many sessions live. */
  alive(): Promise<number>;
  /** Ends every session; the process stays. */
  close(): Promise<void>;
}

export async function startTunnels(execArgv: readonly string[] = []): Promise<Tunnels> {
  const child = start<TunnelCommands>('tunnels', execArgv);
  return {
    pid: child.pid,
    open: (sshd, { forwards, via }) => child.ask('open', { ...requestFor(sshd, via), forwards }),
    openMany: (sshd, forwards, inFlight) => child.ask('openMany', { request: requestFor(sshd), forwards, inFlight }),
    alive: () => child.ask('alive', null),
    close: async () => void (await child.ask('close', null)),
    stop: () => child.stop(),
  };
}
