import type { Check, Client } from '@stellwerk/contracts';
import type { BusMessage } from '@stellwerk/queue';
import { describeWith, type Sshd, startSshd, startTcpServer, type TcpServer, until } from '@stellwerk/testing';
import { federationOf, furnish } from '../test/furnished.js';
import { createTunnel, customer, type Customer, type Party, refusal, startWorld, tunnelOf, type World } from '../test/world.js';

const plenty = { points: 1_000, seconds: 60 };
let world: World;
let north: Party;
let api: Client;
let at: Customer;
const heard: BusMessage[] = [];
beforeAll(async () => {
  const preview = { principal: plenty, target: { points: 3, seconds: 60 }, checkMs: 5_000, federationMs: 5_000 };
  world = await startWorld({ limits: { preview } });
  north = await world.party('north');
  api = north.client;
  at = await customer(north);
  world.queue.bus.subscribe(['checks.changed'], (message) => heard.push(message));
}, 60_000);
afterAll(() => world.stop());

const of = async (pbxId: string) => (await api.listChecks({ query: { pbxId, limit: 200 } })).items;
const named = (checks: readonly Check[], name: string): Check => {
  const found = checks.find((check) => check.name === name && check.kind === 'tls-endpoint');
  if (!found) throw new Error(`${name} is not among ${checks.map((check) => check.name).join(', ')}`);
  return found;
};
const free = (values: object = {}) => ({
  tenantId: at.tenantId,
  kind: 'tcp-port' as const,
  params: { host: '10.1.1.1', port: 636 },
  ...values,
});
const pbx = (values: object = {}) => ({
  tenantId: at.tenantId,
  name: 'Öffentlich',
  product: 'starface' as const,
  version: '8.1.2.4',
  address: 'pbx.acme.example',
  listenAddress: '127.88.1.1',
  ...values,
});

describe('checks that follow from a PBX', () => {
  it('come with it, follow its changes, keep what people set, and go with it; workers are told', async () => {
    const { id, rowVersion } = await api.createPbx({ body: pbx() });
    const first = await of(id);
    expect(first.every((check) => check.origin === 'derived' && check.status === 'pending' && check.tenantId === at.tenantId)).toBe(true);
    const kept = named(first, 'pbx.acme.example:5061');
    await until('the workers to be told', () => heard.some((m) => m.type === 'checks.changed' && m.checkIds?.includes(kept.id) === true));
    await api.changeCheck({ params: { id: kept.id }, ifMatch: kept.version, body: { intervalSeconds: 7_200 } });
    await api.pauseCheck({ params: { id: kept.id }, body: { reason: 'Umbau' } });

    await api.replacePbx({ params: { id }, ifMatch: rowVersion, body: pbx({ address: 'neu.acme.example' }) });
    const moved = await of(id);
    expect(moved.map((check) => check.id).sort()).toEqual(first.map((check) => check.id).sort());
    expect(named(moved, 'neu.acme.example:5061')).toMatchObject({
      id: kept.id,
      intervalSeconds: 7_200,
      pauseReason: 'Umbau',
      params: { host: 'neu.acme.example' },
      nextRunAt: null,
    });

    await api.replacePbx({ params: { id }, ifMatch: '*', body: pbx({ address: '10.1.2.3' }) });
    const inside = await of(id);
    expect(inside.filter((check) => check.kind === 'tls-endpoint')).toEqual([]);
    heard.length = 0;
    await api.deletePbx({ params: { id }, ifMatch: '*' });
    expect(await of(id)).toEqual([]);
    const [gone] = inside;
    await until('the workers to be told', () =>
      heard.some((m) => m.type === 'checks.changed' && m.checkIds?.includes(gone?.id ?? '') === true),
    );
  });

  it('look from inside the customer’s network as soon as a tunnel leads there, and no longer when none does', async () => {
    const { id } = await api.createPbx({ body: pbx({ listenAddress: '127.88.1.2' }) });
    const inside = async () => (await of(id)).filter((check) => check.vantage.kind === 'ssh-server');
    expect(await inside()).toEqual([]);
    const tunnel = await createTunnel(north, { ...at, pbxId: id });
    const found = await inside();
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map((check) => JSON.stringify(check.vantage)))).toEqual(
      new Set([JSON.stringify({ kind: 'ssh-server', sshServerId: at.sshServerId })]),
    );
    await api.deleteTunnel({ params: { id: tunnel.id }, ifMatch: '*' });
    expect(await inside()).toEqual([]);
  });

  it('are derived in a rehearsal and undone with it', async () => {
    const { id } = await api.createPbx({ body: pbx({ listenAddress: '127.88.1.3' }) });
    const before = await of(id);
    await api.replacePbx({
      params: { id },
      ifMatch: '*',
      query: { validateOnly: 'true' },
      body: pbx({ address: 'x.example', listenAddress: '127.88.1.3' }),
    });
    expect(await of(id)).toEqual(before);
    await world.request('POST', '/api/v1/tunnels?validateOnly=true', { body: tunnelOf({ ...at, pbxId: id }) });
    expect(await of(id)).toEqual(before);
  });

  it('cannot be deleted, nor given another target: that would be undone with the next change', async () => {
    const { id } = await api.createPbx({ body: pbx({ listenAddress: '127.88.1.4' }) });
    const check = named(await of(id), 'pbx.acme.example:443');
    expect(await refusal(api.deleteCheck({ params: { id: check.id }, ifMatch: '*' }))).toMatchObject({ code: 'check-derived' });
    const change = (body: object) =>
      refusal(api.changeCheck({ params: { id: check.id }, ifMatch: '*', body: { intervalSeconds: 86_400, ...body } }));
    expect(await change({ params: { host: 'x.example', port: 1 } })).toMatchObject({
      code: 'check-refused',
      errors: [{ pointer: '/params', code: 'follows-from-pbx' }],
    });
    expect(await change({ vantage: { kind: 'ssh-server', sshServerId: at.sshServerId } })).toMatchObject({
      errors: [{ pointer: '/vantage', code: 'follows-from-pbx' }],
    });
  });
});

describe('a check of any host', () => {
  it('is added, changed, run, paused and deleted, each at its own version', async () => {
    const made = await api.createCheck({ body: free() });
    expect(made).toMatchObject({ origin: 'free', name: '10.1.1.1:636', intervalSeconds: 300, params: { expect: 'open' }, stale: false });
    expect(await refusal(api.changeCheck({ params: { id: made.id }, ifMatch: 99, body: { intervalSeconds: 60 } }))).toMatchObject({
      code: 'version-mismatch',
    });
    const changed = await api.changeCheck({
      params: { id: made.id },
      ifMatch: made.version,
      body: { intervalSeconds: 60, params: { host: '10.1.1.2', port: 389 } },
    });
    expect(changed).toMatchObject({ name: '10.1.1.2:389', intervalSeconds: 60 });
    expect(await api.runCheck({ params: { id: made.id } })).toEqual({ queued: true });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect(await api.pauseCheck({ params: { id: made.id }, body: { until } })).toMatchObject({ pausedUntil: until });
    const past = await refusal(api.pauseCheck({ params: { id: made.id }, body: { until: '2020-01-01T00:00:00Z' } }));
    expect(past.errors).toMatchObject([{ pointer: '/until', code: 'in-the-past' }]);
    const resumed = await api.resumeCheck({ params: { id: made.id } });
    expect(resumed).toMatchObject({ pausedAt: null, pausedUntil: null });
    await api.deleteCheck({ params: { id: made.id }, ifMatch: resumed.version });
    expect((await refusal(api.getCheck({ params: { id: made.id } }))).code).toBe('not-found');
  });

  it.each<[string, { readonly vantage?: string } & Record<string, unknown>, string, string]>([
    ['a parameter that is missing', { params: { host: '10.1.1.1' } }, '/params/port', 'required'],
    ['a parameter that is none', { params: { host: 'kein host', port: 1 } }, '/params/host', 'host-malformed'],
    ['an interval that would hammer', { kind: 'tls-protocols', intervalSeconds: 3_600 }, '/intervalSeconds', 'too-small'],
    [
      'a vantage point that the kind cannot look from',
      { kind: 'dns-host', params: { name: 'x.example' }, vantage: 'ssh' },
      '/vantage',
      'vantage-impossible',
    ],
  ])('is refused for %s, with the field', async (_, { vantage, ...values }, pointer, code) => {
    const from = vantage === undefined ? {} : { vantage: { kind: 'ssh-server', sshServerId: at.sshServerId } };
    const answer = await refusal(api.createCheck({ body: free({ ...values, ...from }) }));
    expect(answer).toMatchObject({ code: 'check-refused', errors: [{ pointer, code }] });
    expect(answer.errors[0]?.detail).toMatch(/\w{4}/);
  });

  it('is refused for an address that must not be dialled, whatever it is called', async () => {
    for (const host of ['169.254.169.254', '192.168.7.7', '::ffff:169.254.169.254'])
      expect(await refusal(api.createCheck({ body: free({ params: { host, port: 80 } }) }))).toMatchObject({ code: 'host-forbidden' });
    const port = Number(new URL(world.redis.url).port);
    expect(await refusal(api.createCheck({ body: free({ params: { host: '127.0.0.1', port } }) }))).toMatchObject({
      code: 'host-forbidden',
    });
  });

  it('says that its status is not to be believed when nobody has looked for two intervals', async () => {
    const { id } = await api.createCheck({ body: free() });
    await world.sql(`UPDATE checks SET last_run_at = now() - interval '601 seconds', status = 'ok' WHERE id = $1`, id);
    expect(await api.getCheck({ params: { id } })).toMatchObject({ status: 'ok', stale: true });
    await world.sql(`UPDATE checks SET last_run_at = now() - interval '590 seconds' WHERE id = $1`, id);
    expect((await api.getCheck({ params: { id } })).stale).toBe(false);
  });

  it('can be run by hand ten times a minute and no oftener', async () => {
    const { id } = await api.createCheck({ body: free() });
    for (let i = 0; i < 10; i++) await api.runCheck({ params: { id } });
    expect((await refusal(api.runCheck({ params: { id } }))).code).toBe('rate-limited');
  });
});

describe('the catalogue of kinds', () => {
  it('describes each in the reader’s language, with a schema of its parameters', async () => {
    const ask = async (language: string) =>
      (
        await world.request('GET', '/api/v1/check-kinds', {
          headers: { authorization: `Bearer ${north.apiKey}`, 'accept-language': language },
        })
      ).body.items;
    const [english, german] = [await ask('en'), await ask('de')];
    expect(english).toHaveLength(12);
    expect(german.map((kind: { kind: string }) => kind.kind)).toEqual(english.map((kind: { kind: string }) => kind.kind));
    expect(german[0].description).not.toBe(english[0].description);
    expect(english.find((kind: { kind: string }) => kind.kind === 'tcp-port')).toMatchObject({
      free: true,
      shortestIntervalSeconds: 60,
      params: { type: 'object', required: expect.arrayContaining(['host', 'port']) },
    });
  });
});

describe('findings', () => {
  it('are told in the reader’s language, muted for a while and taken seriously again', async () => {
    const made = await furnish(world, north.providerId, at);
    const { findingId: id, checkId } = made;
    const read = (language: string, path = '') =>
      world.request('GET', `/api/v1/findings?checkId=${checkId}${path}`, {
        headers: { authorization: `Bearer ${north.apiKey}`, 'accept-language': language },
      });
    const [english] = (await read('en')).body.items;
    const [german] = (await read('de')).body.items;
    expect(english).toMatchObject({ id, rule: 'PORT-01', severity: 'fail', tenantName: 'Hansen GmbH', checkName: 'Verzeichnis' });
    expect([english.title === '', german.title === english.title, german.code]).toEqual([false, false, english.code]);
    const until = new Date(Date.now() + 60_000).toISOString();
    const muted = await api.muteFinding({ params: { id }, body: { until, reason: 'Wartung' } });
    expect(muted).toMatchObject({ mutedUntil: until, muteReason: 'Wartung', title: english.title });
    expect((await read('en')).body.items).toEqual([]);
    expect((await read('en', '&state=muted')).body.items).toHaveLength(1);
    await api.unmuteFinding({ params: { id } });
    expect((await read('en')).body.items).toHaveLength(1);
    const past = await refusal(api.muteFinding({ params: { id }, body: { until: '2020-01-01T00:00:00Z', reason: 'x' } }));
    expect(past.errors).toMatchObject([{ pointer: '/until', code: 'in-the-past' }]);
    expect((await api.getCheck({ params: { id: checkId } })).openFindings).toBe(1);
  });

  it('stand in the history of their check with the evidence', async () => {
    const { checkId } = await furnish(world, north.providerId, await customer(north));
    const { items } = await api.listCheckRuns({ params: { id: checkId } });
    expect(items).toMatchObject([
      { checkId, status: 'fail', trigger: 'schedule', answers: [{ rule: 'PORT-01', code: 'port-filtered', fix: expect.any(String) }] },
    ]);
    expect((await api.search({ query: { q: 'Verzeichnis' } })).items).toContainEqual(
      expect.objectContaining({ kind: 'check', id: checkId }),
    );
  });
});

describe('a preview', () => {
  let open: TcpServer;
  beforeAll(async () => {
    open = await startTcpServer((socket) => void socket.end());
  });
  afterAll(() => open.close());
  const preview = (values: object) => api.previewCheck({ body: free(values) });

  it('looks once at what is really there, judges it, keeps nothing and is audited', async () => {
    const rows = () => world.sql<{ n: number }>('SELECT count(*)::int AS n FROM checks');
    const before = await rows();
    const answer = await preview({ params: { host: '127.0.0.1', port: open.port } });
    expect(answer).toMatchObject({ status: 'ok', facts: { verdict: 'open', address: '127.0.0.1' } });
    const inverse = await preview({ params: { host: '127.0.0.1', port: open.port, expect: 'closed' } });
    expect(inverse.status).toBe('fail');
    expect(inverse.answers.find((each) => each.status === 'fail')?.fix).toMatch(/\w/);
    expect(await rows()).toEqual(before);
    const [audited] = await world.sql(
      `SELECT tenant_id AS "tenantId" FROM audit_event WHERE action = 'check.previewed' ORDER BY seq DESC LIMIT 1`,
    );
    expect(audited).toEqual({ tenantId: at.tenantId });
  });

  it('is refused for what must not be dialled, and for somebody who asks the same target too often', async () => {
    expect(await refusal(preview({ params: { host: '169.254.169.254', port: 80 } }))).toMatchObject({ code: 'host-forbidden' });
    const often = () => preview({ params: { host: '127.0.0.1', port: 1 } });
    for (let i = 0; i < 3; i++) expect((await often()).status).toBe('fail');
    expect((await refusal(often())).code).toBe('rate-limited');
  });

  it('never looks from another customer’s SSH server', async () => {
    const other = await customer(await world.party('south'));
    const vantage = { kind: 'ssh-server', sshServerId: other.sshServerId };
    expect((await refusal(preview({ params: { host: '10.7.7.7', port: 80 }, vantage }))).code).toBe('not-found');
  });

  describeWith(['sshd'], 'from inside the customer’s network', () => {
    let sshd: Sshd;
    let inside: TcpServer;
    beforeAll(async () => {
      sshd = await startSshd();
      inside = await startTcpServer((socket) => void socket.end());
    }, 60_000);
    afterAll(async () => {
      await inside.close();
      await sshd.stop();
    });

    it('goes through the stored SSH server, whose key must be pinned', async () => {
      const server = (pinned: boolean) =>
        api.createSshServer({
          body: {
            tenantId: at.tenantId,
            name: 'sshd',
            host: '127.0.0.1',
            port: sshd.port,
            username: sshd.username,
            credential: { kind: 'private-key', privateKey: sshd.userKey.privateKey },
            hostKeys: pinned ? sshd.hostKeys.map(({ fingerprint }) => ({ type: 'ssh-ed25519', fingerprint })) : [],
          },
        });
      const from = async (pinned: boolean) =>
        preview({
          params: { host: '127.0.0.1', port: inside.port },
          vantage: { kind: 'ssh-server', sshServerId: (await server(pinned)).id },
        });
      const strange = await from(false);
      expect(strange).toMatchObject({ status: 'unable-to-tell', facts: { unable: { code: 'host-key-unconfirmed' } } });
      expect(await from(true)).toMatchObject({ status: 'ok', facts: { verdict: 'open' } });
    });
  });
});

it('an XPhone server without a federation has nothing to be checked, and one with has', async () => {
  const { id } = await api.createPbx({
    body: pbx({ product: 'xphone-connect', version: '9.4', address: '10.1.2.3', listenAddress: '127.88.1.9' }),
  });
  expect(await of(id)).toEqual([]);
  await api.putFederation({ params: { id }, ifMatch: 0, body: federationOf() });
  expect((await of(id)).map((check) => check.kind)).toContain('federation-settings');
});
