import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { TenantTx } from './types/store.js';
import {
  freshPort,
  type Household,
  mapping,
  newHousehold,
  newProvider,
  newTunnel,
  startWorld,
  tunnelValues,
  type World,
} from './test/world.js';

let world: World;
let a: Household;
let b: Household;
const person = randomUUID();
beforeAll(async () => {
  world = await startWorld();
  a = await newHousehold(world.store, await newProvider(world.store, 'A'), 'Kunde A');
  b = await newHousehold(world.store, await newProvider(world.store, 'B'), 'Kunde B');
});
afterAll(() => world.stop());

const inside = <T>(home: Household, work: (tx: TenantTx) => Promise<T>): Promise<T> => world.store.forTenant(home.scope, work);
const asked = (home: Household) => {
  const { enabled: _, ...values } = tunnelValues(home, [mapping(freshPort())]);
  return values;
};

/** An approved request whose tunnel ends at some time. */
const approved = (home: Household, endsAt: Date | null) =>
  inside(home, async (tx) => {
    const values = { template: null, asked: asked(home), askedEndsAt: endsAt, reason: 'r', approversRequired: 1 };
    const made = (await tx.requests.create({ ...values, kind: 'tunnel', tunnelId: null, createdBy: person }))!;
    const tunnel = await newTunnel(tx, home);
    await tx.tunnels.replace(tunnel.id, { ...tunnelValues(home, tunnel.mappings), grant: { endsAt, requestId: made.id } });
    await tx.requests.approve(made.id, { personId: person, agreed: randomBytes(32) });
    await tx.requests.tell({ requestId: made.id, kind: 'approved' });
    return (await tx.requests.settle(made.id, { approved: values.asked, approvedEndsAt: endsAt, tunnelId: tunnel.id, replaced: null }))!;
  });

describe('requests', () => {
  it('of another provider are not there, whatever one tries with their ids', async () => {
    const { id, tunnelId } = await approved(b, new Date(Date.now() + 60_000));
    await inside(a, async (tx) => {
      expect(await tx.requests.find(id)).toBeNull();
      expect(await tx.requests.lock(id)).toBeNull();
      expect(await tx.requests.conclude(id, 'revoke')).toBeNull();
      expect(await tx.requests.close(id, 'declined')).toBeNull();
      expect(await tx.requests.approve(id, { personId: person, agreed: randomBytes(32) })).toBe(false);
      expect(await tx.requests.events(id)).toEqual([]);
      expect(await tx.requests.approvedFor(tunnelId!)).toEqual([]);
      expect((await tx.requests.list({ limit: 10 })).items).toEqual([]);
      await tx.requests.tell({ requestId: id, kind: 'commented' });
      expect(await tx.requestPolicies.replace(b.tenantId, { autoApprove: [], approversRequired: 2, longestDays: null })).toBeNull();
    });
    expect(await inside(b, (tx) => tx.requests.events(id))).toHaveLength(1);
    expect(await inside(b, (tx) => tx.requestPolicies.find(b.tenantId))).toMatchObject({ approversRequired: 1, version: 0 });
  });

  it('are history: the application deletes none, and changes neither what was said nor who agreed to what', async () => {
    await approved(a, null);
    const client = new pg.Client({ connectionString: world.postgres.appUrl });
    await client.connect();
    try {
      await client.query(`SELECT set_config('app.provider', $1, false), set_config('app.tenants', '*', false)`, [a.scope.providerId]);
      for (const text of [
        'DELETE FROM request',
        `UPDATE request_event SET text = 'x'`,
        'DELETE FROM request_event',
        `UPDATE request_approval SET agreed = 'x'`,
      ])
        await expect(client.query(text)).rejects.toThrow('permission denied');
      for (const text of [
        `UPDATE request SET approved = '{}'`,
        `UPDATE request SET status = 'pending'`,
        `UPDATE request SET created_by = gen_random_uuid()`,
      ])
        await expect(client.query(text)).rejects.toThrow(/approved|does not go|asked for/);
    } finally {
      await client.end();
    }
  });

  it('are listed newest first, page by page, and found by what they are about', async () => {
    const home = await newHousehold(world.store, a.scope, 'Kunde Such');
    const ids: string[] = [];
    for (const name of ['Eins', 'Zwei', 'Drei'])
      await inside(home, async (tx) => {
        const values = {
          template: null,
          asked: { ...asked(home), name },
          askedEndsAt: null,
          reason: `wegen ${name}`,
          approversRequired: 1,
        };
        ids.unshift(
          (await tx.requests.create({ ...values, kind: 'tunnel', tunnelId: null, createdBy: name === 'Zwei' ? person : randomUUID() }))!.id,
        );
      });
    await inside(home, async (tx) => {
      const about = { tenantId: home.tenantId };
      const first = await tx.requests.list({ ...about, limit: 2 });
      const rest = await tx.requests.list({ ...about, limit: 2, after: first.next });
      expect([...first.items, ...rest.items].map((r) => r.id)).toEqual(ids);
      expect(rest.next).toBeNull();
      const names = async (filter: object) => (await tx.requests.list({ ...about, limit: 10, ...filter })).items.map((r) => r.asked.name);
      expect(await names({ search: 'wegen d' })).toEqual(['Drei']);
      expect(await names({ search: 'such' })).toEqual(['Drei', 'Zwei', 'Eins']);
      expect(await names({ createdBy: person })).toEqual(['Zwei']);
      expect(await names({ status: 'approved' })).toEqual([]);
    });
  });

  it('that are over are found by the system, once each, with tunnels that nobody asked for', async () => {
    const over = await approved(a, new Date(Date.now() - 1_000));
    const running = await approved(a, new Date(Date.now() + 60_000));
    const own = await inside(a, async (tx) => {
      const tunnel = await newTunnel(tx, a);
      await tx.tunnels.setEnd(tunnel.id, new Date(Date.now() - 1_000));
      return tunnel.id;
    });
    const due = () =>
      world.store.asSystem('test', async (tx) =>
        [await tx.dueRequests.requests(100), await tx.dueRequests.tunnels(100)].map((found) => found.map((d) => d.id)),
      );
    const [requests, tunnels] = await due();
    expect(requests).toContain(over.id);
    expect(requests).not.toContain(running.id);
    expect(tunnels).toContain(own);
    expect(tunnels).not.toContain(over.tunnelId);
    const concluded = await inside(a, (tx) => tx.requests.conclude(over.id, 'end'));
    expect(concluded).toMatchObject({ outcome: 'disable', why: null, request: { status: 'ended' }, tunnel: { enabled: false } });
    expect(await inside(a, (tx) => tx.requests.conclude(over.id, 'end'))).toBeNull();
    expect((await due())[0]).not.toContain(over.id);
  });
});
