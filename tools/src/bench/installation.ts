import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareDatabase } from '@stellwerk/store';
import { freePort, type Postgres, type RedisServer, startPostgres, startRedis, until } from '@stellwerk/testing';
import { ensureIdentity } from '../start/identity.js';
import { API_NODE_OPTIONS } from '../start/settings.js';
import { end } from './child.js';
import type { Stoppable } from './context.js';

const app = (name: string): string => fileURLToPath(new URL(`../../../apps/${name}/dist/main.js`, import.meta.url));

/** A process of ours. */
export interface Started {
  readonly child: ChildProcess;
  /** The last lines it said: shown when it does not come up. */
  tail(): string;
}

/** Starts one of the apps with nothing of this environment but what it is given. */
export function launch(name: string, env: Readonly<Record<string, string>>, execArgv: readonly string[] = []): Started {
  const child = fork(app(name), [], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', NODE_ENV: 'production', ...env },
    execArgv: [...execArgv],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  return { child, tail: () => said };
}

/** PostgreSQL, Redis and the API as processes of their own. */
export interface Installation {
  readonly postgres: Postgres;
  readonly redis: RedisServer;
  readonly api: Started;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** What another of our processes needs to join in. */
  readonly env: Readonly<Record<string, string>>;
}

/** Far above what a row asks for: what is measured is the work, not the quota. */
const NO_QUOTA = '10000000';

/** Starts them; whatever is started goes to `things` at once, to be stopped in reverse. */
export async function startInstallation(things: Stoppable[]): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'stellwerk-bench-'));
  things.push({ stop: () => rm(folder, { recursive: true, force: true }) });
  const postgres = await startPostgres();
  things.push(postgres);
  const redis = await startRedis();
  things.push(redis);
  await prepareDatabase(postgres.ownerUrl, postgres);
  const keyFile = join(folder, 'key');
  await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 });
  const { appUrl, systemUrl } = postgres;
  const { apiKey } = await ensureIdentity(
    join(folder, 'access.json'),
    { databaseAppUrl: appUrl, databaseSystemUrl: systemUrl },
    () => undefined,
  );
  const env = {
    DATABASE_APP_URL: appUrl,
    DATABASE_SYSTEM_URL: systemUrl,
    REDIS_URL: redis.url,
    STELLWERK_KEY_FILE: keyFile,
    LOG_LEVEL: 'warn',
    EDGE_ID: 'local',
    EGRESS_ALLOW_LOOPBACK: 'true',
  };
  const apiPort = await freePort();
  const baseUrl = `http://127.0.0.1:${apiPort}`;
  const api = launch('api', {
    ...env,
    NODE_OPTIONS: API_NODE_OPTIONS,
    API_HOST: '127.0.0.1',
    API_PORT: String(apiPort),
    PUBLIC_URL: baseUrl,
    API_REQUESTS_PER_MINUTE: NO_QUOTA,
  });
  things.push({ stop: () => end(api.child, 8000) });
  await until(
    'the API',
    async () => {
      if (api.child.exitCode !== null) throw new Error(`the API ended: ${api.tail()}`);
      return fetch(`${baseUrl}/readyz`).then(
        (r) => r.status < 500 || r.status === 503,
        () => false,
      );
    },
    30_000,
  );
  return { postgres, redis, api, baseUrl, apiKey, env };
}
