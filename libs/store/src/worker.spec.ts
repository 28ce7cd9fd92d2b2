import { randomBytes, randomUUID } from 'node:crypto';
import { StoreUnavailable } from './errors.js';
import { freshPort, type Household, mapping, newHousehold, newProvider, newTunnel, startWorld, type World } from './test/world.js';
import type { SystemTx } from './types/store.js';
import type { StatusWrite } from './types/worker.js';

let world: World;
let home: Household;
const system = <T>(work: (tx: SystemTx) => Promise<T>) => world.store.asSystem('test', work);
const renew = (id: string, ttlMs = 10_000, edgeId = 'local') => system((tx) => tx.leases.renew({ id, edgeId, host: 'h', pid: 1, ttlMs }));
const claim = (id: string, shards: number[]) => system((tx) => tx.leases.claim(id, 'local', shards));
const write = (tunnelId: string, fence: number, more: Partial<StatusWrite> = {}): StatusWrite => ({
  tunnelId,
  fence,
  generation: 1,
  state: 'up',
  since: new Date(),
  reason: null,
  attempts: 0,
  nextAttemptAt: null,
  roundTripMs: 1.25,
  mappings: [],
  remoteSession: null,
  ...more,
});
const ended = async (id: string) => {
  while ((await world.owner.query('SELECT 1 FROM worker WHERE id = $1 AND until > clock_timestamp()', [id])).rowCount)
    await new Promise((resolve) => setTimeout(resolve, 10));
};

beforeAll(async () => {
  world = await startWorld();
  home = await newHousehold(world.store, await newProvider(world.store));
});
afterAll(() => world.stop());

describe('a lease', () => {
  it('is a matter of the database clock, and says whether it had run out', async () => {
    const first = await renew('clock', 100);
    expect(first.wasAlive).toBe(false);
    expect(first.until.getTime() - first.now.getTime()).toBeGreaterThan(80);
    expect((await renew('clock', 50)).wasAlive).toBe(true);
    await ended('clock');
    expect((await renew('clock', 10)).wasAlive).toBe(false);
    await system((tx) => tx.leases.leave('clock'));
  });

  it('gives each shard to one of two who want it at once, and keeps it from the other', async () => {
    await renew('w1');
    await renew('w2');
    const shards = Array.from({ length: 64 }, (_, i) => i);
    const [one, two] = await Promise.all([claim('w1', shards), claim('w2', [...shards].reverse())]);
    const owned = [...one, ...two].map((c) => c.shard).sort((x, y) => x - y);
    expect(owned).toEqual(shards);
    expect([...one, ...two].every((c) => c.fence === 1)).toBe(true);
    const mine = one[0]?.shard ?? two[0]?.shard ?? 0;
    const [owner, other] = one[0] ? ['w1', 'w2'] : ['w2', 'w1'];
    expect(await claim(other, [mine])).toEqual([]);
    expect(await claim(owner, [mine])).toEqual([{ shard: mine, fence: 1 }]);
    await system((tx) => Promise.all([tx.leases.leave('w1'), tx.leases.leave('w2')]));
  });

  it('that ran out lets another take over with a higher fence, and its late holder can claim nothing', async () => {
    await renew('dead', 150);
    expect(await claim('dead', [100, 101])).toHaveLength(2);
    await renew('heir');
    expect(await claim('heir', [100, 101])).toEqual([]);
    await ended('dead');
    expect(await claim('dead', [102])).toEqual([]);
    expect((await system((tx) => tx.leases.look('local'))).shards[100]).toEqual({ id: 100, owner: 'dead', ownerAlive: false, fence: 1 });
    const took = await claim('heir', [100, 101]);
    expect(took.map((c) => [c.shard, c.fence]).sort()).toEqual([
      [100, 2],
      [101, 2],
    ]);
    await renew('dead');
    expect(await claim('dead', [100])).toEqual([]);
    expect(await system((tx) => tx.leases.release('heir', 'local', [100, 200]))).toEqual([100]);
    expect(await claim('dead', [100])).toEqual([{ shard: 100, fence: 3 }]);
    const seen = await system((tx) => tx.leases.look('local'));
    expect(seen.shards).toHaveLength(256);
    expect(seen.workers.map((w) => [w.id, w.alive])).toEqual([
      ['dead', true],
      ['heir', true],
    ]);
    await system((tx) => Promise.all([tx.leases.leave('dead'), tx.leases.leave('heir')]));
    expect((await system((tx) => tx.leases.look('local'))).shards.filter((s) => s.owner !== null)).toEqual([]);
  });

  it('is taken over within seconds from a process that froze inside of a transaction, locks and all', async () => {
    await renew('frozen', 1_000);
    await claim('frozen', [110]);
    let thaw = (): void => undefined;
    const frozen = system(async (tx) => {
      await tx.leases.claim('frozen', 'local', [110]);
      await new Promise<void>((resolve) => (thaw = resolve));
    });
    frozen.catch(() => undefined);
    await ended('frozen');
    await renew('heir', 60_000);
    expect(await claim('heir', [110])).toHaveLength(1);
    thaw();
    await expect(frozen).rejects.toThrow();
    await system((tx) => tx.leases.leave('heir'));
    await system((tx) => tx.leases.leave('frozen'));
  });

  it('works on an edge of its own, and the long dead are forgotten', async () => {
    await system((tx) => tx.leases.ensureEdge('berlin'));
    await system((tx) => tx.leases.ensureEdge('berlin'));
    await renew('b1', 1, 'berlin');
    await ended('b1');
    expect((await system((tx) => tx.leases.look('berlin'))).shards).toHaveLength(256);
    expect(await system((tx) => tx.leases.claim('b1', 'local', [0]))).toEqual([]);
    expect(await system((tx) => tx.leases.purge(60_000))).toBe(0);
    expect(await system((tx) => tx.leases.purge(0))).toBe(1);
  });
});

describe('a status', () => {
  it('is refused when the fence moved, the writer is not the owner, or the tunnel is gone, and the rest is written', async () => {
    const tunnels = await world.store.forTenant(home.scope, async (tx) => [
      await newTunnel(tx, home, 5),
      await newTunnel(tx, home, 6),
      await newTunnel(tx, home, 7),
    ]);
    const [five, six, seven] = tunnels.map((t) => t.id) as [string, string, string];
    await renew('old', 200);
    await renew('new');
    const fences = new Map((await claim('old', [5, 6, 7])).map((c) => [c.shard, c.fence]));
    const batch = [write(five, fences.get(5) ?? 0), write(six, fences.get(6) ?? 0), write(seven, fences.get(7) ?? 0)];
    expect(await system((tx) => tx.running.writeStatuses('old', batch))).toEqual([]);
    await ended('old');
    const [taken] = await claim('new', [6]);
    expect(taken?.fence).toBe((fences.get(6) ?? 0) + 1);
    await world.store.forTenant(home.scope, (tx) => tx.tunnels.remove(seven));
    const refused = await system((tx) =>
      tx.running.writeStatuses(
        'old',
        batch.map((b) => ({ ...b, state: 'waiting' })),
      ),
    );
    expect(refused.sort((x, y) => x.why.localeCompare(y.why))).toEqual([
      { tunnelId: six, why: 'fence-moved' },
      { tunnelId: seven, why: 'gone' },
    ]);
    expect(
      await system((tx) =>
        tx.running.writeStatuses('new', [write(six, taken?.fence ?? 0, { state: 'connecting' }), write(five, fences.get(5) ?? 0)]),
      ),
    ).toEqual([{ tunnelId: five, why: 'fence-moved' }]);
    await world.store.forTenant(home.scope, async (tx) => {
      expect(await tx.tunnels.find(five)).toMatchObject({ status: { state: 'waiting', workerId: 'old' }, workerAlive: false });
      expect(await tx.tunnels.find(six)).toMatchObject({
        status: { state: 'connecting', workerId: 'new', fence: taken?.fence },
        workerAlive: true,
      });
      expect((await tx.overview.conditions('fleet')).reduce((sum, c) => sum + c.tunnels, 0)).toBe(2);
    });
    await system((tx) => Promise.all([tx.leases.leave('old'), tx.leases.leave('new')]));
  });

  it('never lands from a stale owner while the shard changes hands under its feet', async () => {
    const tunnel = await world.store.forTenant(home.scope, (tx) => newTunnel(tx, home, 9));
    for (let round = 0; round < 10; round += 1) {
      await renew('x');
      await renew('y');
      const [mine] = await claim('x', [9]);
      const [refused] = await Promise.all([
        system((tx) => tx.running.writeStatuses('x', [write(tunnel.id, mine?.fence ?? 0, { state: 'degraded' })])),
        system(async (tx) => {
          await tx.leases.release('x', 'local', [9]);
          const [theirs] = await tx.leases.claim('y', 'local', [9]);
          await tx.running.writeStatuses('y', [write(tunnel.id, theirs?.fence ?? 0)]);
        }),
      ]);
      // Whoever came first, the last word is the new owner's.
      expect(refused.length).toBeLessThanOrEqual(1);
      const now = await world.store.forTenant(home.scope, (tx) => tx.tunnels.find(tunnel.id));
      expect(now?.status).toMatchObject({ workerId: 'y', state: 'up' });
      await system((tx) => tx.leases.leave('y'));
    }
    await system((tx) => tx.leases.leave('x'));
  });

  it('counts as proven in the overview only while every proof is younger than 30 s', async () => {
    const tunnel = await world.store.forTenant(home.scope, (tx) => newTunnel(tx, home, 13));
    await renew('p');
    const [held] = await claim('p', [13]);
    const claimed = async (ageMs: number | null) => {
      const probedAt = ageMs === null ? null : new Date(Date.now() - ageMs).toISOString();
      const mapping = {
        id: tunnel.mappings[0]?.id ?? '',
        state: 'up' as const,
        reason: null,
        probedAt,
        bytesIn: 0,
        bytesOut: 0,
        connections: 0,
        connectionsTotal: 0,
      };
      await system((tx) => tx.running.writeStatuses('p', [write(tunnel.id, held?.fence ?? 0, { mappings: [mapping], attempts: 9 })]));
      return (await world.store.forTenant(home.scope, (tx) => tx.overview.conditions('pbx'))).find(
        (row) => row.workerAlive && row.state === 'up',
      );
    };
    expect(await claimed(5_000)).toMatchObject({ proven: true, attempts: 4, tunnels: 1 });
    expect(await claimed(31_000)).toMatchObject({ proven: false, tunnels: 1 });
    expect(await claimed(null)).toMatchObject({ proven: false });
    await world.store.forTenant(home.scope, (tx) => tx.tunnels.remove(tunnel.id));
    await system((tx) => tx.leases.leave('p'));
  });

  it('carries everything a reader and a successor need', async () => {
    const tunnel = await world.store.forTenant(home.scope, (tx) => newTunnel(tx, home, 11));
    await renew('w');
    const [held] = await claim('w', [11]);
    const reason = { code: 'connection-refused' as const, hop: 'ssh-server' as const, params: { host: 'a', port: 22 } };
    const mappings = [
      {
        id: tunnel.mappings[0]?.id ?? '',
        state: 'failing' as const,
        reason,
        probedAt: new Date().toISOString(),
        bytesIn: 2 ** 40,
        bytesOut: 1,
        connections: 2,
        connectionsTotal: 3,
      },
    ];
    const full = write(tunnel.id, held?.fence ?? 0, {
      state: 'waiting',
      reason,
      attempts: 4,
      nextAttemptAt: new Date(1_800_000_000_000),
      mappings,
      remoteSession: { pid: 7, started: 'x' },
    });
    await system((tx) => tx.running.writeStatuses('w', [write(tunnel.id, 0), full]));
    await system((tx) => tx.running.pinHostKey(home.sshServerId, { type: 'ssh-ed25519', fingerprint: 'SHA256:eins' }));
    expect(await system((tx) => tx.running.pinHostKey(home.sshServerId, { type: 'ssh-ed25519', fingerprint: 'SHA256:zwei' }))).toBe(false);
    await system((tx) =>
      tx.running.noteOfferedKeys(home.sshServerId, [
        { type: 'ssh-ed25519', fingerprint: 'SHA256:zwei' },
        { type: 'ssh-rsa', fingerprint: 'SHA256:r' },
      ]),
    );
    await system((tx) => tx.running.noteOfferedKeys(home.sshServerId, [{ type: 'ssh-ed25519', fingerprint: 'SHA256:zwei' }]));
    const server = await world.store.forTenant(home.scope, (tx) => tx.sshServers.find(home.sshServerId));
    expect([server?.pinned.map((k) => k.fingerprint), server?.offered.map((k) => k.fingerprint)]).toEqual([
      ['SHA256:eins'],
      ['SHA256:zwei'],
    ]);
    const [desired] = await system((tx) => tx.running.desired('local', [11]));
    expect(desired).toMatchObject({
      id: tunnel.id,
      tenantId: home.tenantId,
      providerId: home.scope.providerId,
      moduleActive: true,
      allowedNetworks: ['10.0.0.0/8'],
      mappings: tunnel.mappings,
      sshServer: {
        id: home.sshServerId,
        credential: { keyId: home.keyId, keyVersion: 1 },
        pinned: [{ type: 'ssh-ed25519', fingerprint: 'SHA256:eins' }],
      },
      pbx: { id: home.pbxId, sshServer: null },
      last: { reason, attempts: 4, mappings, remoteSession: { pid: 7, started: 'x' }, nextAttemptAt: new Date(1_800_000_000_000) },
    });
    await system((tx) => tx.leases.leave('w'));
  });
});

describe('1,000 tunnels', () => {
  it('are read in one query, and written and told in batches', async () => {
    const { rows } = await world.owner.query<{ id: string; shard: number }>(
      `INSERT INTO tunnel (provider_id, tenant_id, pbx_id, ssh_server_id, module, name, enabled, shard)
       SELECT $1, $2, $3, $4, 'general', 'n', true, 50 + g % 100 FROM generate_series(1, 1000) g RETURNING id, shard`,
      [home.scope.providerId, home.tenantId, home.pbxId, home.sshServerId],
    );
    await world.owner.query(
      `INSERT INTO mapping (provider_id, tenant_id, tunnel_id, position, name, direction, exposure, local_port, remote_port, allow_from, protocol, listen_key, listen_port)
       SELECT provider_id, tenant_id, id, 0, 'm', 'outbound', 'private', 1, 1, '{}', 'tcp', id::text, 1 FROM tunnel WHERE name = 'n'`,
    );
    await world.owner.query('ANALYZE');
    await renew('big', 60_000);
    const shards = Array.from({ length: 100 }, (_, i) => 50 + i);
    const fences = new Map((await claim('big', shards)).map((c) => [c.shard, c.fence]));
    expect(await system((tx) => tx.running.desired('local', shards))).toHaveLength(1_000);
    const writes = rows.map((r) => write(r.id, fences.get(r.shard) ?? 0));
    expect(await system((tx) => tx.running.writeStatuses('big', writes))).toEqual([]);
    expect(await system((tx) => tx.running.writeStatuses('big', writes))).toEqual([]);
    await system((tx) => tx.events.add(rows.map((r) => ({ tunnelId: r.id, kind: 'state-changed', state: 'up' }))));
    expect((await world.store.forTenant(home.scope, (tx) => tx.tunnels.list({ limit: 50 }))).items).toHaveLength(50);
    expect((await world.store.forTenant(home.scope, (tx) => tx.overview.conditions('tenant'))).filter((c) => c.workerAlive)).toMatchObject([
      { state: 'up', tunnels: 1_000 },
    ]);
    expect(await system((tx) => tx.retention.events(0, 400))).toBe(400);
    expect(await system((tx) => tx.retention.events(3_600_000, 400))).toBe(0);
    await system((tx) => tx.leases.leave('big'));
  }, 30_000);
});

describe('access', () => {
  it('finds API keys until they end, by their hash only', async () => {
    await system(async ({ access, apiKeys, principals }) => {
      const provider = await access.createProvider({ name: 'P' });
      const member = await access.createMember({
        providerId: provider.id,
        role: 'owner',
        email: 'Anna@Example.ORG',
        name: 'Anna',
        passwordHash: 'h',
      });
      expect(member?.email).toBe('anna@example.org');
      expect(
        await access.createMember({ providerId: provider.id, role: 'owner', email: 'anna@example.org', name: 'B', passwordHash: 'h' }),
      ).toBeNull();
      const hash = randomBytes(32);
      const tenantIds = [randomUUID()];
      const key = await access.createApiKey({
        providerId: provider.id,
        name: 'k',
        prefix: 'sw_live_abcd',
        hash,
        scopes: ['tenants:read'],
        tenantIds,
      });
      const [found, ...others] = await principals.keys([hash, randomBytes(32)]);
      expect([found?.keyId, found?.facts.tenantIds, others]).toEqual([key.id, tenantIds, []]);
      await apiKeys.limit(key.id, 0);
      expect(await principals.keys([hash])).toEqual([]);
    });
  });
});

describe('sealed values', () => {
  it('are found by their old key and resealed only if nobody changed them meanwhile', async () => {
    const fresh = await newHousehold(world.store, home.scope, 'Rotation');
    await system(async ({ dataKeys, sealedValues }) => {
      expect(await sealedValues.outdated(10)).toEqual([]);
      const next = { id: randomUUID(), tenantId: fresh.tenantId, version: 2, kekId: 'kek', wrapped: Buffer.from('w2') };
      expect((await dataKeys.add(next))?.id).toBe(next.id);
      expect((await dataKeys.add({ ...next, id: randomUUID() }))?.id).toBe(next.id);
      expect((await dataKeys.current(fresh.tenantId))?.version).toBe(2);
      const [found] = await sealedValues.outdated(10);
      if (!found) throw new Error('nothing outdated');
      expect(found).toMatchObject({ sshServerId: fresh.sshServerId, credential: { keyId: fresh.keyId, keyVersion: 1 } });
      const to = { keyId: next.id, keyVersion: 2, bytes: Buffer.from('anew') };
      expect(await sealedValues.reseal(fresh.sshServerId, { ...found.credential, bytes: Buffer.from('other') }, to)).toBe(false);
      expect(await sealedValues.reseal(fresh.sshServerId, found.credential, to)).toBe(true);
      expect(await sealedValues.outdated(10)).toEqual([]);
      expect((await sealedValues.wrappedByOther('new-kek', 100)).length).toBeGreaterThan(2);
      expect(await sealedValues.rewrap(next.id, 'new-kek', Buffer.from('w'))).toBe(true);
      expect((await dataKeys.find(next.id))?.kekId).toBe('new-kek');
      expect(await sealedValues.tenantsWithKeys()).toContain(fresh.tenantId);
    });
  });
});

describe('a lost database', () => {
  it('is a StoreUnavailable, and the store works again when it is back', async () => {
    const busy = await newHousehold(world.store, home.scope, 'Ausfall');
    await world.owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IN ('stellwerk_app', 'stellwerk_system')`,
    );
    const errors: unknown[] = [];
    for (let i = 0; i < 12; i += 1)
      await world.store.forTenant(home.scope, (tx) => tx.pbxs.find(busy.pbxId)).catch((e: unknown) => errors.push(e));
    for (const e of errors) expect(e).toBeInstanceOf(StoreUnavailable);
    expect(await world.store.forTenant(home.scope, (tx) => newTunnel(tx, busy, 0, [mapping(freshPort())]))).toMatchObject({
      generation: 1,
    });
    expect(await world.store.asSystem('x', (tx) => tx.access.listProviders())).not.toEqual([]);
  });
});
