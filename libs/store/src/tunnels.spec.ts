import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { decodeCursor, encodeCursor } from './page.js';
import { mappingChanges } from './repos/mapping-changes.js';
import {
  freshPort,
  type Household,
  mapping,
  must,
  newHousehold,
  newProvider,
  newTunnel,
  pbxValues,
  startWorld,
  tunnelValues,
  type World,
} from './test/world.js';
import type { TunnelRow } from './types/tunnel.js';

let world: World;
let home: Household;
beforeAll(async () => {
  world = await startWorld(20);
  home = await newHousehold(world.store, await newProvider(world.store));
});
afterAll(() => world.stop());

describe('a listener', () => {
  it('has one winner when 200 want it at once, and every other learns which port it was', async () => {
    const port = freshPort();
    const create = () =>
      world.store.forTenant(home.scope, (tx) =>
        tx.tunnels.create({ ...tunnelValues(home, [mapping(freshPort()), mapping(port)]), id: randomUUID(), shard: 0 }),
      );
    const outcomes = await Promise.all(Array.from({ length: 200 }, create));
    expect(outcomes.filter((o) => o.ok)).toHaveLength(1);
    for (const o of outcomes)
      if (!o.ok) expect(o.refusal).toEqual({ code: 'port-taken', listenKey: mapping(port).listenKey, listenPort: port, mapping: 1 });
    // Nothing half-written: the winner's tunnel only.
    const { rows } = await world.owner.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM tunnel t WHERE NOT EXISTS (SELECT 1 FROM mapping m WHERE m.tunnel_id = t.id)',
    );
    expect(rows[0]?.n).toBe(0);
  }, 30_000);

  it('does not lock up two who want the same ports in different order', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [x, y] = [freshPort(), freshPort()];
      const create = (ports: number[]) =>
        world.store.forTenant(home.scope, (tx) =>
          tx.tunnels.create({
            ...tunnelValues(
              home,
              ports.map((p) => mapping(p)),
            ),
            id: randomUUID(),
            shard: 0,
          }),
        );
      const outcomes = await Promise.all([create([x, y]), create([y, x])]);
      expect(outcomes.filter((o) => o.ok)).toHaveLength(1);
    }
  });

  it('is judged across tenants and providers without telling whose it is', async () => {
    const stranger = await newHousehold(world.store, await newProvider(world.store, 'Fremd'));
    const port = freshPort();
    await world.store.forTenant(home.scope, (tx) => newTunnel(tx, home, 0, [mapping(port)]));
    await world.store.forTenant(stranger.scope, async (tx) => {
      expect(await tx.tunnels.create({ ...tunnelValues(stranger, [mapping(port)]), id: randomUUID(), shard: 0 })).toMatchObject({
        refusal: { code: 'port-taken', mapping: 0 },
      });
      const taken = await tx.tunnels.takenPorts([mapping(port).listenKey]);
      expect(taken).toContainEqual({ listenKey: mapping(port).listenKey, listenPort: port });
      expect(Object.keys(taken[0] ?? {}).sort()).toEqual(['listenKey', 'listenPort']);
      // The refusal left the transaction usable.
      expect(await newTunnel(tx, stranger)).toMatchObject({ generation: 1 });
    });
  });

  it('moves with its PBX, and a move onto a taken port is refused whole', async () => {
    const [x, y] = [freshPort(), freshPort()];
    const key = `edge:local|${randomUUID()}`;
    await world.store.forTenant(home.scope, async (tx) => {
      const tunnel = await newTunnel(tx, home, 0, [mapping(x), mapping(y)]);
      const moves = tunnel.mappings.map((m) => ({ mappingId: m.id, listenKey: key, listenPort: m.listenPort }));
      expect(await tx.tunnels.rekey(moves)).toEqual({ ok: true, value: null });
      expect((await tx.tunnels.find(tunnel.id))?.mappings.map((m) => m.listenKey)).toEqual([key, key]);
      expect((await tx.tunnels.find(tunnel.id))?.generation).toBe(2);
      await newTunnel(tx, home, 0, [mapping(y)]);
      const back = tunnel.mappings.map((m) => ({ mappingId: m.id, listenKey: mapping(0).listenKey, listenPort: m.listenPort }));
      expect(await tx.tunnels.rekey(back)).toMatchObject({ ok: false, refusal: { code: 'port-taken', listenPort: y, mapping: 1 } });
      expect((await tx.tunnels.find(tunnel.id))?.mappings.map((m) => m.listenKey)).toEqual([key, key]);
    });
  });
});

describe('replacing a tunnel', () => {
  it('keeps the ids of mappings that are the same on the wire, whatever their name, place or probe', async () => {
    const [x, y, z] = [freshPort(), freshPort(), freshPort()];
    const before = await world.store.forTenant(home.scope, (tx) => newTunnel(tx, home, 0, [mapping(x), mapping(y)]));
    const after = await world.store.forTenant(home.scope, async (tx) =>
      must(
        await tx.tunnels.replace(before.id, {
          ...tunnelValues(home, [mapping(z), mapping(y, { name: 'umbenannt', protocol: 'ldap' }), mapping(x, { remotePort: 390 })]),
          name: 'neu',
        }),
      ),
    );
    const idOf = (t: TunnelRow, port: number) => t.mappings.find((m) => m.localPort === port)?.id;
    expect(after).toMatchObject({ generation: 2, name: 'neu', id: before.id });
    expect(after.mappings.map((m) => [m.localPort, m.name, m.protocol])).toEqual([
      [z, `m${z}`, 'tcp'],
      [y, 'umbenannt', 'ldap'],
      [x, `m${x}`, 'tcp'],
    ]);
    expect(idOf(after, y)).toBe(idOf(before, y));
    expect(idOf(after, x)).not.toBe(idOf(before, x));
  });

  it('is undone whole when one port is taken, and a port may change hands within one tunnel', async () => {
    const [x, y, z] = [freshPort(), freshPort(), freshPort()];
    await world.store.forTenant(home.scope, async (tx) => {
      await newTunnel(tx, home, 0, [mapping(z)]);
      const tunnel = await newTunnel(tx, home, 0, [mapping(x), mapping(y)]);
      expect(await tx.tunnels.replace(tunnel.id, { ...tunnelValues(home, [mapping(y), mapping(z)]), name: 'neu' })).toMatchObject({
        refusal: { code: 'port-taken', listenPort: z, mapping: 1 },
      });
      expect(await tx.tunnels.find(tunnel.id)).toEqual(tunnel);
      const swapped = must(
        await tx.tunnels.replace(tunnel.id, tunnelValues(home, [mapping(x, { remotePort: 1 }), mapping(y, { remotePort: 2 })])),
      );
      expect(swapped.mappings.map((m) => m.remotePort)).toEqual([1, 2]);
      expect(await tx.tunnels.replace(tunnel.id, tunnelValues(home, [mapping(x), mapping(x)]))).toMatchObject({
        refusal: { code: 'port-taken', mapping: 1 },
      });
    });
  });

  it('claims each stored mapping once', () => {
    const stored = [{ ...mapping(1), id: 'a' }];
    expect(mappingChanges(stored, [mapping(1), mapping(1)])).toEqual({ keep: [{ id: 'a', position: 0 }], add: [1], remove: [] });
    expect(mappingChanges(stored, [])).toEqual({ keep: [], add: [], remove: ['a'] });
    expect(
      mappingChanges([{ ...mapping(1, { allowFrom: ['a', 'b'] }), id: 'a' }], [mapping(1, { allowFrom: ['b', 'a'] })]).keep,
    ).toHaveLength(1);
  });
});

describe('a module', () => {
  it('is active while one configuration is enabled; known configurations keep their id, strange ones are new', async () => {
    await world.store.forTenant(home.scope, async (tx) => {
      const pbx = must(await tx.pbxs.create(pbxValues(home.tenantId)));
      const tunnel = must(
        await tx.tunnels.create({
          ...tunnelValues({ ...home, pbxId: pbx.id }, [mapping(freshPort())]),
          module: 'monitoring',
          id: randomUUID(),
          shard: 0,
        }),
      );
      const active = async () => (await tx.tunnels.find(tunnel.id))?.moduleActive;
      expect(await active()).toBe(false);
      const first = await tx.pbxs.putModule(pbx.id, 'monitoring', {
        version: '1.0',
        configurations: [
          { name: 'a', enabled: true },
          { name: 'b', enabled: false },
        ],
      });
      expect(await active()).toBe(true);
      const [a] = first?.configurations ?? [];
      const second = await tx.pbxs.putModule(pbx.id, 'monitoring', {
        version: null,
        configurations: [
          { id: randomUUID(), name: 'fremd', enabled: false },
          { id: a?.id, name: 'A', enabled: false },
        ],
      });
      expect(second?.configurations.map((c) => c.name)).toEqual(['fremd', 'A']);
      expect(second?.configurations[1]?.id).toBe(a?.id);
      expect(await active()).toBe(false);
      expect(await tx.pbxs.removeModule(pbx.id, 'monitoring')).toBe(true);
      expect((await tx.pbxs.find(pbx.id))?.modules).toEqual([]);
    });
  });
});

describe('lists', () => {
  it('page through everything once, in order, and cursors survive the wire', async () => {
    const fresh = await newHousehold(world.store, await newProvider(world.store, 'Listen'));
    const made = await world.store.forTenant(fresh.scope, async (tx) => {
      const ids: string[] = [];
      for (let i = 0; i < 23; i += 1) ids.push((await newTunnel(tx, fresh)).id);
      return ids;
    });
    const seen: string[] = [];
    let after = null as ReturnType<typeof decodeCursor>;
    do {
      const page = await world.store.forTenant(fresh.scope, (tx) => tx.tunnels.list({ limit: 5, after }));
      seen.push(...page.items.map((t) => t.id));
      after = page.next && decodeCursor(encodeCursor(page.next));
    } while (after);
    expect(seen).toHaveLength(23);
    expect([...seen].sort()).toEqual([...made].sort());
    for (const rubbish of ['', 'x', encodeCursor({ createdAt: new Date(0), id: "' --" })]) expect(decodeCursor(rubbish)).toBeNull();
    const { tenantId, pbxId, sshServerId } = fresh;
    const after5 = (await world.store.forTenant(fresh.scope, (tx) => tx.tunnels.list({ limit: 5 }))).next;
    const found = async (filter: object) =>
      (await world.store.forTenant(fresh.scope, (tx) => tx.tunnels.list({ limit: 50, ...filter }))).items.length;
    expect(await found({ search: '100%' })).toBe(0);
    expect(await found({ tenantId, pbxId, sshServerId, search: 'TUNN', after: after5 })).toBe(18);
    for (const name of ['tenantId', 'pbxId', 'sshServerId'] as const) {
      expect([name, await found({ [name]: fresh[name] })]).toEqual([name, 23]);
      expect([name, await found({ [name]: randomUUID() })]).toEqual([name, 0]);
    }
  });

  it('of 50 tunnels with mappings and statuses take as many statements as of one', async () => {
    const ask = Reflect.get(pg.Client.prototype, 'query') as (this: pg.Client, ...args: unknown[]) => unknown;
    let asked = 0;
    const count = async (limit: number) => {
      asked = 0;
      const page = await world.store.forTenant(home.scope, (tx) => tx.tunnels.list({ limit }));
      expect(page.items).toHaveLength(limit);
      return asked;
    };
    await world.store.forTenant(home.scope, async (tx) => {
      for (let i = 0; i < 50; i += 1) await newTunnel(tx, home);
    });
    pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
      asked += 1;
      return ask.apply(this, args);
    } as typeof pg.Client.prototype.query;
    try {
      // BEGIN, the scope and the page, which travel together; COMMIT.
      expect([await count(1), await count(50)]).toEqual([4, 4]);
    } finally {
      pg.Client.prototype.query = ask as typeof pg.Client.prototype.query;
    }
  });

  it('of events run newest first, and events of unknown tunnels are dropped', async () => {
    const tunnel = await world.store.forTenant(home.scope, (tx) => newTunnel(tx, home));
    await world.store.forTenant(home.scope, async (tx) => {
      const added = await tx.events.add([
        ...Array.from({ length: 7 }, (_, i) => ({ tunnelId: tunnel.id, kind: `k${i}` })),
        { tunnelId: randomUUID(), kind: 'nowhere' },
      ]);
      expect(added).toBe(7);
      const first = await tx.events.list(tunnel.id, { limit: 4 });
      const rest = await tx.events.list(tunnel.id, { limit: 4, after: first.next });
      expect([...first.items, ...rest.items].map((e) => e.kind)).toEqual(['k6', 'k5', 'k4', 'k3', 'k2', 'k1', 'k0']);
      expect(rest.next).toBeNull();
    });
  });
});

describe('what is in use', () => {
  it('is not deleted, says by what it is used, and afterwards goes', async () => {
    const fresh = await newHousehold(world.store, await newProvider(world.store, 'Löschen'));
    await world.store.forTenant(fresh.scope, async (tx) => {
      const tunnel = await newTunnel(tx, fresh);
      expect(await tx.sshServers.remove(fresh.sshServerId)).toEqual({ ok: false, refusal: { code: 'in-use', by: 'tunnel' } });
      expect(await tx.pbxs.remove(fresh.pbxId)).toEqual({ ok: false, refusal: { code: 'in-use', by: 'tunnel' } });
      expect(await tx.tunnels.remove(tunnel.id)).toBe(true);
      expect((await tx.pbxs.remove(fresh.pbxId)).ok).toBe(true);
      expect((await tx.sshServers.remove(fresh.sshServerId)).ok).toBe(true);
      expect(await tx.overview.totals()).toEqual({ tenants: 1, pbxs: 0, sshServers: 0, tunnels: 0 });
    });
  });
});
