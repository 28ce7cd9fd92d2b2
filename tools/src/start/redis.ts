import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { available, freePort } from '@stellwerk/testing';
import { nodeChild, type ChildSpec } from './child.js';
import { provide } from './packages.js';
import { compiled } from './paths.js';
import { answers } from './ports.js';

export interface LocalRedis {
  readonly spec: ChildSpec;
  readonly url: string;
  readonly endpoint: string;
  readonly ready: () => Promise<boolean>;
}

const WASM = compiled('./valkey-wasm.js', import.meta.url);

/**
 * Redis on a free loopback port: the machine's own redis-server or valkey-server, else Debian's package where it may be
 * installed, else Valkey as WebAssembly. The first two keep an append-only file in `folder`; the third forgets its jobs
 * when it ends, which costs nudges and scheduled work a moment, never a tunnel.
 */
export async function localRedis(folder: string, note: (text: string) => void): Promise<LocalRedis> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await provide(['redis-server'], note);
  const port = await freePort();
  const endpoint = `127.0.0.1:${port}`;
  const ready = (): Promise<boolean> => answers(port);
  const command = available('redis-server');
  if (command === null) {
    note('  No redis-server or valkey-server here: Valkey runs as WebAssembly and keeps nothing on disk.');
    return { url: `redis://${endpoint}`, endpoint, ready, spec: nodeChild('redis', WASM, { VALKEY_PORT: String(port) }, { store: true }) };
  }
  const password = randomBytes(24).toString('hex');
  const configuration = [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir "${folder}"`,
    `requirepass ${password}`,
    'appendonly yes',
    'save ""',
    'maxmemory-policy noeviction',
    'daemonize no',
    '',
  ].join('\n');
  return {
    url: `redis://:${password}@${endpoint}`,
    endpoint,
    ready,
    spec: { name: 'redis', command, args: ['-'], input: configuration, cwd: folder, store: true },
  };
}
