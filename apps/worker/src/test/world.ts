import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Credential, type HostKey, listenerOf, type Mapping, type ModuleKey, shardOf, type TunnelStatus } from '@stellwerk/domain';
import { createDialer, createProbes } from '@stellwerk/probe';
import { createQueue, type Queue } from '@stellwerk/queue';
import { createVault, parseKeks, type Vault } from '@stellwerk/secrets';
import { openStore, prepareDatabase, type Scope, type Store, type TunnelRow, type TunnelValues } from '@stellwerk/store';
import { descendants, type Postgres, type RedisServer, signal, type Sshd, startPostgres, startRedis, until } from '@stellwerk/testing';
import { credentialOpener } from '../credentials.js';
import { type RunningWorker, startWorker } from '../worker.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export type NewMapping = Pick<Mapping, 'direction' | 'localPort' | 'remotePort'> & Partial<Mapping>;

/** A provider with one tenant and one PBX on a real PostgreSQL and a real Redis, and workers that serve it. */
export class World {
  readonly workers: RunningWorker[] = [];
  private readonly queues: Queue[] = [];
  private readonly processes: ChildProcess[] = [];
  private readonly vault: Vault;
  scope: Scope = { providerId: randomUUID(), tenantIds: 'all' };
  tenantId = '';
  pbxId = '';
  /** Runs of checks that workers of this process recorded, in order. */
  readonly ran: { readonly worker: string; readonly kind: string; readonly status: string }[] = [];
  /** DNS servers that checks ask; nobody answers there unless a spec starts one. */
  resolvers: readonly string[] = ['127.0.0.1:9'];

  private constructor(
    readonly postgres: Postgres,
    readonly redis: RedisServer,
    readonly store: Store,
    private readonly keys: { readonly kek: string; readonly folder: string },
  ) {
    this.vault = createVault(parseKeks(keys.kek));
  }

  static async start(): Promise<World> {
    const [postgres, redis, folder] = await Promise.all([startPostgres(), startRedis(), mkdtemp(join(tmpdir(), 'stellwerk-worker-'))]);
    await prepareDatabase(postgres.ownerUrl, postgres);
    const kek = randomBytes(32).toString('base64');
    await writeFile(join(folder, 'key'), kek, { mode: 0o600 });
    const store = openStore({ appUrl: postgres.appUrl, systemUrl: postgres.systemUrl, log: quiet });
    const world = new World(postgres, redis, store, { kek, folder });
    await world.settle();
    return world;
  }

  async stop(): Promise<void> {
    this.redis.resume();
    await Promise.all(this.workers.map((w) => w.stop()));
    for (const child of this.processes) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await Promise.all(this.queues.map((q) => q.close()));
    await this.store.close();
    await Promise.all([this.redis.stop(), this.postgres.stop(), rm(this.keys.folder, { recursive: true, force: true })]);
  }

  /** A worker inside this process, with its own connections to Redis. */
  worker(workerId: string, now: () => number = () => Date.now()): RunningWorker {
    const queue = createQueue(this.redis.url, quiet);
    this.queues.push(queue);
    const open = credentialOpener(this.vault, (id) => this.store.asSystem('data key', (tx) => tx.dataKeys.find(id)));
    const dialer = createDialer({ allowLoopback: true, perTarget: 64, total: 512 });
    const worker = startWorker({
      workerId,
      edgeId: 'local',
      store: this.store,
      queue,
      log: quiet,
      now,
      random: Math.random,
      dialer,
      openCredential: (_t, server) => open(server),
      checks: { dialer, probes: createProbes({ dialer, resolvers: this.resolvers, now }), protectedEndpoints: [], allowLoopback: true },
      counts: {
        corrected: () => undefined,
        schedulesCorrected: () => undefined,
        checkRun: ({ kind, status }) => void this.ran.push({ worker: workerId, kind, status }),
      },
    });
    this.workers.push(worker);
    return worker;
  }

  /** A worker as it runs in production: its own process. */
  async process(workerId: string): Promise<ChildProcess> {
    const env = {
      PATH: process.env['PATH'],
      DATABASE_APP_URL: this.postgres.appUrl,
      DATABASE_SYSTEM_URL: this.postgres.systemUrl,
      REDIS_URL: this.redis.url,
      STELLWERK_KEY_FILE: join(this.keys.folder, 'key'),
      WORKER_ID: workerId,
      EGRESS_ALLOW_LOOPBACK: 'true',
      LOG_LEVEL: 'warn',
    };
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const out of [child.stdout, child.stderr]) out.on('data', (d: Buffer) => (said += d.toString()));
    this.processes.push(child);
    await until(
      `worker ${workerId}`,
      async () => {
        if (child.exitCode !== null) throw new Error(`the worker ended:\n${said}`);
        return (await this.shardsOf(workerId)) > 0;
      },
      20_000,
    );
    return child;
  }

  shardsOf = (workerId: string): Promise<number> =>
    this.store.asSystem('test', async (tx) => (await tx.leases.look('local')).shards.filter((s) => s.owner === workerId).length);

  async addServer(sshd: Sshd, pinned: readonly HostKey[] = []): Promise<string> {
    const id = randomUUID();
    const credential: Credential = { kind: 'private-key', privateKey: sshd.userKey.privateKey };
    return this.store.forTenant(this.scope, async (tx) => {
      const key = (await tx.dataKeys.current(this.tenantId)) ?? (await tx.dataKeys.add(this.vault.newDataKey(this.tenantId, 1)));
      const sealed = this.vault.seal(key!, { record: id, field: 'ssh_server.credential' }, JSON.stringify(credential));
      const made = await tx.sshServers.create({
        id,
        tenantId: this.tenantId,
        name: 'server',
        host: sshd.host,
        port: sshd.port,
        username: sshd.username,
        engine: 'ssh2',
        credential: { kind: credential.kind, sealed },
        pinned,
      });
      if (!made.ok) throw new Error(JSON.stringify(made.refusal));
      return id;
    });
  }

  async addTunnel(
    sshServerId: string,
    sshd: Sshd,
    mappings: readonly NewMapping[],
    { module = 'general', grant }: { readonly module?: ModuleKey; readonly grant?: TunnelValues['grant'] } = {},
  ): Promise<string> {
    const id = randomUUID();
    const values = {
      pbxId: this.pbxId,
      sshServerId,
      module,
      name: `tunnel ${id.slice(0, 4)}`,
      enabled: true,
      mappings: mappings.map((m) => this.mapping(m, sshd)),
      ...(grant && { grant }),
    };
    await this.store.forTenant(this.scope, async (tx) => {
      const made = await tx.tunnels.create({ ...values, id, shard: shardOf(id) });
      if (!made.ok) throw new Error(JSON.stringify(made.refusal));
    });
    await this.nudge();
    return id;
  }

  /** As the API would put jobs. */
  get queue(): Queue {
    return this.queues[0] ?? this.newQueue();
  }

  nudge = (): Promise<unknown> => this.queue.enqueue('edge.reconcile', {}, 'local');

  /** The row as the store has it, whoever wrote it. */
  row = (tunnelId: string): Promise<TunnelRow | null> => this.store.forTenant(this.scope, (tx) => tx.tunnels.find(tunnelId));

  /** Waits until the stored status says so. */
  async is(tunnelId: string, state: TunnelStatus['state'], withinMs = 15_000): Promise<TunnelRow> {
    let seen: TunnelRow | null = null;
    await until(`tunnel ${state}`, async () => (seen = await this.row(tunnelId))?.status?.state === state, withinMs).catch((e: Error) => {
      throw new Error(`${e.message}; it is ${JSON.stringify(seen?.status)}`);
    });
    return seen!;
  }

  mapping(m: NewMapping, sshd: Sshd) {
    const pbx = {
      edgeId: 'local',
      product: 'estos-ucserver' as const,
      access: 'network' as const,
      listenAddress: '127.0.0.1',
      networks: [],
    };
    const { listenKey, port } = listenerOf(m, pbx, sshd, this.tenantId);
    return {
      name: 'mapping',
      exposure: 'private' as const,
      targetHost: null,
      allowFrom: [],
      protocol: 'tcp' as const,
      ...m,
      listenKey,
      listenPort: port,
    };
  }

  private newQueue(): Queue {
    const queue = createQueue(this.redis.url, quiet);
    this.queues.push(queue);
    return queue;
  }

  private async settle(): Promise<void> {
    const provider = await this.store.asSystem('test', (tx) => tx.access.createProvider({ name: 'provider' }));
    this.scope = { providerId: provider.id, tenantIds: 'all' };
    await this.store.forTenant(this.scope, async (tx) => {
      this.tenantId = (await tx.tenants.create({ name: 'customer', customerNumber: null, allowedNetworks: [] })).id;
      const pbx = await tx.pbxs.create({
        tenantId: this.tenantId,
        name: 'PBX',
        // Nothing follows from one that is not public: no test sees checks that it did not make.
        product: 'estos-ucserver',
        version: null,
        edition: null,
        access: 'network',
        address: '127.0.0.1',
        listenAddress: '127.0.0.1',
        networks: [],
        sshServerId: null,
      });
      if (!pbx.ok) throw new Error(JSON.stringify(pbx.refusal));
      this.pbxId = pbx.value.id;
    });
  }
}

/** PostgreSQL answers from its backends: freezing the parent alone would freeze nobody. Returns who is frozen, to be sent SIGCONT. */
export async function freezePostgres(world: World): Promise<readonly number[]> {
  signal(world.postgres.pid, 'SIGSTOP');
  const all = [world.postgres.pid, ...(await descendants(world.postgres.pid)).map((d) => d.pid)];
  return all.filter((pid) => signal(pid, 'SIGSTOP'));
}
