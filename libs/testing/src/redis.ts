import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { available } from './available.js';
import { freePort } from './free-port.js';
import { until } from './until.js';

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** The running process; 0 while it is down. */
  pid(): number;
  /** Ends the server and forgets its data, as a crash without persistence does. The port stays reserved for `restart`. */
  kill(): Promise<void>;
  /** Listens again on the same port, empty. */
  restart(): Promise<void>;
  /** Freezes and thaws the process: connections stay open, nothing answers. */
  pause(): void;
  resume(): void;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket
      .once('connect', () => socket.write('PING\r\n'))
      .once('data', (reply) => settle(reply.toString().startsWith('+PONG')))
      .once('error', () => settle(false));
  });

/** Starts a real redis-server (or valkey-server) on a free loopback port, without persistence. Throws when there is none. */
export async function startRedis(): Promise<RedisServer> {
  const executable = available('redis-server');
  if (!executable) throw new Error('redis-server is not installed (Debian: redis-server)');
  const directory = await mkdtemp(join(tmpdir(), 'stellwerk-redis-'));
  const port = await freePort();
  let child: ChildProcess | null = null;

  const launch = async (): Promise<void> => {
    const started = spawn(
      executable,
      ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'no'],
      { stdio: 'ignore' },
    );
    child = started;
    await until('redis to answer', async () => {
      if (started.exitCode !== null) throw new Error(`redis-server ended with ${started.exitCode}`);
      return answers(port);
    });
  };
  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await gone;
  };

  await launch();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: () => child?.pid ?? 0,
    kill,
    restart: async () => {
      await kill();
      await launch();
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    stop: async () => {
      child?.kill('SIGCONT');
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
