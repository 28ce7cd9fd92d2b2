import { randomUUID } from 'node:crypto';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { type Mapping, ok, type PbxAccess, shardOf } from '@stellwerk/domain';
import { createDialer } from '@stellwerk/probe';
import type { DesiredSshServer, DesiredTunnel } from '@stellwerk/store';
import { freePort, type Sshd, until } from '@stellwerk/testing';
import { HandshakeGate } from '../gate/handshake-gate.js';
import { RefusedCredentials } from '../gate/refused-credentials.js';
import { greets } from '../greeting.js';
import { toWanted, type WantedTunnel } from '../supervisor/wanted.js';
import { TrustedKeys } from '../tunnel/trusted-keys.js';
import { TunnelRunner } from '../tunnel/tunnel-runner.js';

/** A TCP service that sends back what it gets, in capitals, so that nobody mistakes an echo of the wrong end for it. */
export async function startShouter(port = 0): Promise<{ readonly port: number; readonly open: () => number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((s) => {
    sockets.add(s);
    s.on('data', (d) => s.write(d.toString().toUpperCase()))
      .on('error', () => undefined)
      .on('close', () => sockets.delete(s));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    open: () => sockets.size,
    stop: async () => {
      sockets.forEach((s) => s.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends a word through a port and gives what came back; null when it did not work within two seconds. */
export const say = (port: number, word = 'hello'): Promise<string | null> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (answer: string | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(null), 2_000);
    socket
      .once('connect', () => socket.write(word))
      .once('data', (d) => settle(d.toString()))
      .once('error', () => settle(null))
      .once('close', () => settle(null));
  });

/** Waits until a word comes back through the port; gives the milliseconds it took. */
export async function traffic(port: number, withinMs: number): Promise<number> {
  const begin = performance.now();
  await until(`traffic through ${port}`, async () => (await say(port)) === 'HELLO', withinMs);
  return performance.now() - begin;
}

export const aServer = (sshd: Sshd, over: Partial<DesiredSshServer> = {}): DesiredSshServer => ({
  id: randomUUID(),
  name: 'server',
  host: sshd.host,
  port: sshd.port,
  username: sshd.username,
  engine: 'ssh2',
  credentialKind: 'private-key',
  credential: { keyId: 'k', keyVersion: 1, bytes: Buffer.from(sshd.userKey.privateKey) },
  pinned: [],
  ...over,
});

export const aMapping = (
  over: Partial<Mapping> & Pick<Mapping, 'direction' | 'localPort' | 'remotePort'>,
): DesiredTunnel['mappings'][number] => ({
  id: randomUUID(),
  name: 'mapping',
  exposure: 'private',
  targetHost: null,
  allowFrom: [],
  protocol: 'tcp',
  listenKey: '',
  listenPort: 0,
  ...over,
});

export function aTunnel(
  sshServer: DesiredSshServer,
  mappings: DesiredTunnel['mappings'],
  over: { access?: PbxAccess; pbxServer?: DesiredSshServer } = {},
): WantedTunnel {
  const id = randomUUID();
  return toWanted({
    id,
    providerId: randomUUID(),
    tenantId: randomUUID(),
    shard: shardOf(id),
    module: 'general',
    name: 'tunnel',
    generation: 1,
    restarts: 0,
    enabled: true,
    moduleActive: true,
    tenantActive: true,
    endsAt: null,
    allowedNetworks: [],
    pbx: {
      id: randomUUID(),
      edgeId: 'local',
      access: over.access ?? 'network',
      address: '127.0.0.1',
      listenAddress: '127.0.0.1',
      networks: [],
      sshServer: over.pbxServer ?? null,
    },
    sshServer,
    mappings,
    last: null,
  });
}

/** Everything a runner needs, real, without a database: sealed bytes are the key itself. */
export function runnerBench() {
  const dialer = createDialer({ allowLoopback: true, total: 512 });
  const now = () => Date.now();
  const gate = new HandshakeGate({ answers: (h, s) => greets(dialer, h, s), random: Math.random, now });
  const notes: string[] = [];
  const offered: string[] = [];
  const hostKeys = new TrustedKeys({
    pin: async () => true,
    noteOffered: async (_id, keys) => void offered.push(...keys.map((k) => k.fingerprint)),
    note: (e) => void notes.push(e.kind),
    now,
  });
  const runners: TunnelRunner[] = [];
  const refused = new RefusedCredentials(now);
  const losses: string[] = [];
  let stopped = 0;
  return {
    notes,
    offered,
    gate,
    /** Why tunnels went to wait, in order. */
    losses,
    stopped: () => stopped,
    run: (tunnel: WantedTunnel): TunnelRunner => {
      const runner = new TunnelRunner(tunnel, {
        workerId: 'test',
        dialer,
        gate,
        hostKeys,
        now,
        random: Math.random,
        refused,
        openCredential: async (_t, s) => ok({ kind: 'private-key', privateKey: Buffer.from(s.credential.bytes).toString() }),
        onChange: (r) => r.state === 'waiting' && losses.push(r.status().reason?.code ?? ''),
        onStopped: () => stopped++,
      });
      runners.push(runner);
      runner.start();
      return runner;
    },
    stop: async () => {
      await Promise.all(runners.map((r) => r.abandon()));
      gate.hosts.close();
    },
  };
}

export const is = (runner: TunnelRunner, state: string, withinMs = 10_000): Promise<unknown> =>
  until(`the tunnel to be ${state}`, () => runner.state === state, withinMs).catch((e: Error) => {
    throw new Error(`${e.message}; it is ${JSON.stringify(runner.status())}`);
  });

export { freePort };
