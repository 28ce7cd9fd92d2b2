import type { BusMessage } from '@stellwerk/queue';
import { openStore, prepareDatabase, type Store } from '@stellwerk/store';
import { type Postgres, startPostgres } from '@stellwerk/testing';
import { deriveAllChecks } from './derive-checks.js';

let postgres: Postgres;
let store: Store;
beforeAll(async () => {
  postgres = await startPostgres();
  await prepareDatabase(postgres.ownerUrl, postgres);
  store = openStore({ ...postgres, log: { debug: () => undefined, warn: () => undefined } });
}, 60_000);
afterAll(async () => {
  await store.close();
  await postgres.stop();
});

it('PBXs that were there before checks were get theirs, once, and the workers of their edge are told', async () => {
  const { id: providerId } = await store.asSystem('test', (tx) => tx.access.createProvider({ name: 'Anbieter' }));
  const pbxIds = await store.forTenant({ providerId, tenantIds: 'all' }, async (tx) => {
    const tenant = await tx.tenants.create({ name: 'Kunde', customerNumber: null, allowedNetworks: [] });
    const made = [1, 2].map(async (n) => {
      const values = { tenantId: tenant.id, version: null, edition: null, access: 'network', networks: [], sshServerId: null } as const;
      const address = `pbx${n}.acme.example`;
      const pbx = await tx.pbxs.create({ ...values, name: 'PBX', product: 'starface', address, listenAddress: `127.0.9.${n}` });
      return pbx.ok ? pbx.value.id : '';
    });
    return Promise.all(made);
  });
  const said: BusMessage[] = [];
  const derive = (signal = new AbortController().signal) =>
    deriveAllChecks(signal, { run: (work) => store.asSystem('test', work), publish: (message) => void said.push(message) });
  const checks = () =>
    store.forTenant({ providerId, tenantIds: 'all' }, async (tx) =>
      (await tx.checks.list({ limit: 200 })).items.map(({ id, pbxId }) => ({ id, pbxId })),
    );

  await derive(AbortSignal.abort());
  expect(await checks()).toEqual([]);
  await derive();
  const first = await checks();
  expect(new Set(first.map(({ pbxId }) => pbxId))).toEqual(new Set(pbxIds));
  expect(said).toEqual([{ type: 'checks.changed', edgeId: 'local', checkIds: null }]);
  await derive();
  expect(await checks()).toEqual(first);
  expect(said).toHaveLength(1);
});
