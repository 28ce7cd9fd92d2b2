import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@stellwerk/contracts';
import { prepareDatabase } from '@stellwerk/store';
import { freePort, startPostgres, startRedis, until } from '@stellwerk/testing';
import { ensureIdentity } from '../start/identity.js';
import { end } from './child.js';
import { pause, type Stoppable } from './context.js';
import type { Fleet, FleetTunnel, LoopReading, WorkerProcess } from './fleet-types.js';
import { cpuSeconds, rssKib } from './procfs.js';
import { requestFor } from './tunnels.js';

const app = (name: string): string => fileURLToPath(new URL(`../../../apps/${name}/dist/main.js`, import.meta.url));
const METER = new URL('./processes/loop-meter.js', import.meta.url).href;

interface Started {
  readonly child: ChildProcess;
  /** The last lines it said: shown when it does not come up. */
  tail(): string;
}

function launch(name: string, env: Readonly<Record<string, string>>, execArgv: readonly string[] = []): Started {
  const child = fork(app(name), [], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', NODE_ENV: 'production', ...env },
    execArgv: [...execArgv],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  return { child, tail: () => said };
}

function workerProcess(id: string, { child }: Started): WorkerProcess {
  const pid = child.pid ?? 0;
  return {
    pid,
    id,
    cpuSeconds: () => cpuSeconds(pid),
    rssKib: () => rssKib(pid),
    loop: () =>
      new Promise((resolve) => {
        child.once('message', (reading) => resolve(reading as LoopReading));
        child.send('loop');
      }),
    kill: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
    stop: () => end(child, 8000),
  };
}

/** Creates one customer with its PBX and SSH server, then its tunnels one after the other. */
async function addCustomer(api: Client, name: string, tunnels: readonly FleetTunnel[]): Promise<void> {
  const [first] = tunnels;
  if (!first) return;
  const { port, username, privateKey, hostKeys } = requestFor(first.sshd, first.via);
  const tenant = await api.createTenant({ query: {}, body: { name } });
  const pbx = await api.createPbx({
    query: {},
    body: { tenantId: tenant.id, name: 'PBX', product: 'starface', address: '127.0.0.1', listenAddress: '127.0.0.1' },
  });
  const server = await api.createSshServer({
    query: {},
    body: {
      tenantId: tenant.id,
      name: 'sshd',
      host: '127.0.0.1',
      port,
      username,
      credential: { kind: 'private-key', privateKey },
      hostKeys: [...hostKeys],
      engine: 'ssh2',
    },
  });
  for (const [i, { forwards }] of tunnels.entries()) {
    const mappings = forwards.map((f, k) => ({
      name: `mapping ${k + 1}`,
      direction: f.direction,
      exposure: 'private' as const,
      localPort: f.direction === 'outbound' ? f.listen : f.target,
      remotePort: f.direction === 'outbound' ? f.target : f.listen,
    }));
    await api.createTunnel({
      query: {},
      body: { pbxId: pbx.id, sshServerId: server.id, name: `tunnel ${i + 1}`, enabled: true, mappings },
    });
  }
}

async function addAll(api: Client, tunnels: readonly FleetTunnel[]): Promise<void> {
  const customers = [...new Set(tunnels.map((t) => t.customer))];
  const lane = async (): Promise<void> => {
    for (let name = customers.pop(); name !== undefined; name = customers.pop())
      await addCustomer(
        api,
        name,
        tunnels.filter((t) => t.customer === name),
      );
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

/** Starts the stores and the API. Everything it starts ends with `stop`, workers first. */
export async function startFleet(): Promise<Fleet> {
  const things: Stoppable[] = [];
  const stop = async (): Promise<void> => {
    for (const thing of things.splice(0).reverse()) await thing.stop();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'stellwerk-bench-'));
    things.push({ stop: () => rm(folder, { recursive: true, force: true }) });
    const postgres = await startPostgres();
    things.push(postgres);
    const redis = await startRedis();
    things.push(redis);
    await prepareDatabase(postgres.ownerUrl, postgres);
    const keyFile = join(folder, 'key');
    await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 });
    const apiPort = await freePort();
    const baseUrl = `http://127.0.0.1:${apiPort}`;
    const endpoints = {
      databaseAppUrl: postgres.appUrl,
      databaseSystemUrl: postgres.systemUrl,
      redisUrl: redis.url,
      publicUrl: baseUrl,
      apiPort,
      portalPort: 0,
      own: [],
    };
    const { apiKey } = await ensureIdentity(join(folder, 'access.json'), endpoints, () => undefined);
    const env = {
      DATABASE_APP_URL: postgres.appUrl,
      DATABASE_SYSTEM_URL: postgres.systemUrl,
      REDIS_URL: redis.url,
      STELLWERK_KEY_FILE: keyFile,
      LOG_LEVEL: 'warn',
      EDGE_ID: 'local',
      EGRESS_ALLOW_LOOPBACK: 'true',
    };
    const api = launch('api', { ...env, API_HOST: '127.0.0.1', API_PORT: String(apiPort), PUBLIC_URL: baseUrl });
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
    const client = createClient({ baseUrl, headers: () => ({ authorization: `Bearer ${apiKey}` }) });
    return {
      stop,
      add: (tunnels) =>
        addAll(client, tunnels).catch((error: unknown) => {
          throw new Error(`the fleet could not be made: ${String(error)}\n${api.tail()}`, { cause: error });
        }),
      overview: () => client.overview(),
      worker: async (id) => {
        const started = launch('worker', { ...env, WORKER_ID: id }, ['--import', METER]);
        const worker = workerProcess(id, started);
        things.push(worker);
        await until(
          `worker ${id}`,
          async () => {
            if (started.child.exitCode !== null) throw new Error(`worker ${id} ended: ${started.tail()}`);
            return (await client.overview()).workers.some((w) => w.id === id && w.alive);
          },
          30_000,
        );
        return worker;
      },
      until: async (what, enough, timeoutMs) => {
        const deadline = Date.now() + timeoutMs;
        for (;;) {
          const overview = await client.overview();
          if (enough(overview)) return Date.now();
          if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs / 1000} s; ${JSON.stringify(overview.tunnels)}`);
          await pause(100);
        }
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
