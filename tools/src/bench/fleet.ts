import { type Client, createClient } from '@stellwerk/contracts';
import { until } from '@stellwerk/testing';
import { end } from './child.js';
import { pause, type Stoppable } from './context.js';
import type { Fleet, FleetTunnel, LoopReading, WorkerProcess } from './fleet-types.js';
import { launch, type Started, startInstallation } from './installation.js';
import { cpuSeconds, rssKib } from './procfs.js';
import { requestFor } from './tunnels.js';

const METER = new URL('./processes/loop-meter.js', import.meta.url).href;

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
    const installation = await startInstallation(things);
    const { api, baseUrl, apiKey, env } = installation;
    const client = createClient({ baseUrl, headers: () => ({ authorization: `Bearer ${apiKey}` }) });
    return {
      installation,
      stop,
      add: (tunnels) =>
        addAll(client, tunnels).catch((error: unknown) => {
          throw new Error(`the fleet could not be made: ${String(error)}\n${api.tail()}`, { cause: error });
        }),
      overview: () => client.overview(),
      worker: async (id, { meter = true } = {}) => {
        const started = launch('worker', { ...env, WORKER_ID: id }, meter ? ['--import', METER] : []);
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
