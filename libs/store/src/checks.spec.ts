import { randomUUID } from 'node:crypto';
import type { FederationInput, WantedCheck } from '@stellwerk/domain';
import { certificate, finding, runOf, wanted } from './test/check-values.js';
import { type Household, must, newHousehold, newProvider, startWorld, type World } from './test/world.js';
import type { RunRecord } from './types/checks.js';
import type { SystemTx, TenantTx } from './types/store.js';

let world: World;
let home: Household;
let other: Household;
beforeAll(async () => {
  world = await startWorld();
  const scope = await newProvider(world.store);
  home = await newHousehold(world.store, scope, 'Kunde A');
  other = await newHousehold(world.store, scope, 'Kunde B');
});
afterAll(() => world.stop());

const inside = <T>(work: (tx: TenantTx) => Promise<T>) => world.store.forTenant(home.scope, work);
const system = <T>(work: (tx: SystemTx) => Promise<T>) => world.store.asSystem('test', work);

const reconcile = (list: readonly WantedCheck[], pbxId = home.pbxId) => inside((tx) => tx.checkDerivation.reconcile(pbxId, list));
const checksOf = (pbxId = home.pbxId) => inside(async (tx) => (await tx.checks.list({ limit: 100, pbxId })).items);
const newCheck = (port: number) =>
  inside((tx) =>
    tx.checks
      .create({
        tenantId: home.tenantId,
        pbxId: null,
        edgeId: 'local',
        kind: 'tcp-port',
        name: `pbx.example:${port}`,
        params: { host: 'pbx.example', port },
        vantage: { kind: 'edge' },
        intervalSeconds: 300,
      })
      .then(must),
  );

const record = (run: RunRecord) =>
  system(async (tx) => {
    await tx.checkWork.hold(run.checkId);
    return tx.checkWork.record(run);
  });

describe('checks that follow from a PBX', () => {
  it('keep id, interval and pause by their key; what changed is pending again, what is gone goes', async () => {
    const made = await reconcile([wanted('a', 443), wanted('b', 5061)]);
    expect([made.added.length, made.changed, made.removed, made.edgeId]).toEqual([2, [], [], 'local']);
    expect(await reconcile([wanted('b', 5061), wanted('a', 443)])).toMatchObject({ added: [], changed: [], removed: [] });
    const [a, b] = (await checksOf()).sort((x, y) => (x.key < y.key ? -1 : 1));
    if (!a || !b) throw new Error('two checks were expected');
    await inside((tx) => tx.checks.change(a.id, { intervalSeconds: 900 }));
    await inside((tx) => tx.checks.pause(a.id, null, 'Umbau'));
    await record(runOf(a.id, { status: 'fail' }));
    const again = await reconcile([wanted('a', 444), wanted('c', 80)]);
    expect([again.added.length, again.changed, again.removed]).toEqual([1, [a.id], [b.id]]);
    const [now] = (await checksOf()).filter((check) => check.key === 'a');
    expect(now).toMatchObject({ id: a.id, intervalSeconds: 900, pauseReason: 'Umbau', status: 'pending', params: { port: 444 } });
    expect((await inside((tx) => tx.checks.runs(a.id, { limit: 10 }))).items).toHaveLength(1);
    expect(await system((tx) => tx.checkWork.load(b.id))).toBeNull();
  });

  it('are made once when two derive them at the same moment', async () => {
    const both = await Promise.all(
      [1, 2].map(() =>
        world.store.forTenant(other.scope, async (tx) => {
          await tx.checkDerivation.source(other.pbxId);
          return tx.checkDerivation.reconcile(other.pbxId, [wanted('a', 443)]);
        }),
      ),
    );
    expect(both.map((done) => done.added.length).sort()).toEqual([0, 1]);
  });

  it('know their federation, and the SSH servers that tunnels of the PBX use', async () => {
    const federation: FederationInput = {
      domain: 'acme.example',
      fqdn: 'connect.acme.example',
      networkInterface: null,
      internalAddress: null,
      publicAddress: '203.0.113.9',
      port: 5061,
      openFederation: true,
      routes: [
        { domain: 'partner.example', host: 'sip.partner.example', port: 5061, enabled: false },
        { domain: 'zwei.example', host: '198.51.100.7', port: 5062, enabled: true },
      ],
      allowedDomains: ['partner.example'],
      blockedDomains: [],
      serviceAccount: null,
      certificateStore: 'machine',
      intendedCa: 'letsencrypt.org',
      acme: null,
      webroot: null,
    };
    const row = await inside((tx) => tx.federations.put(home.pbxId, federation));
    expect(row).toMatchObject({ ...federation, version: 1, checklist: [] });
    const confirmed = await inside((tx) => tx.federations.confirm(home.pbxId, 'licence', { id: randomUUID(), at: new Date(0) }));
    expect(confirmed?.checklist).toEqual([{ item: 'licence', confirmedAt: '1970-01-01T00:00:00.000Z', confirmedBy: '–' }]);
    const replaced = await inside((tx) => tx.federations.put(home.pbxId, { ...federation, routes: [] }));
    expect([replaced?.version, replaced?.routes, replaced?.checklist.length]).toEqual([3, [], 1]);
    const source = await inside((tx) => tx.checkDerivation.source(home.pbxId));
    expect(source).toMatchObject({ pbx: { id: home.pbxId }, federation: { fqdn: 'connect.acme.example' }, sshServers: [] });
    const taken = await inside((tx) => tx.federations.confirm(home.pbxId, 'licence', null));
    expect(taken?.checklist).toEqual([]);
  });
});

describe('a run', () => {
  it('is kept with its evidence; of equal ones in a row the first and the last stay', async () => {
    const { id } = await newCheck(1001);
    const first = runOf(id, { changed: true });
    const runs = [first, runOf(id), runOf(id), runOf(id), runOf(id, { changed: true, status: 'fail' })];
    for (const run of runs) await record(run);
    const kept = (await inside((tx) => tx.checks.runs(id, { limit: 10 }))).items;
    expect(kept.map((run) => [run.at.getTime(), run.changed])).toEqual([4, 3, 0].map((i) => [runs[i]?.at.getTime(), runs[i]?.changed]));
    expect(kept[0]).toMatchObject({ tookMs: 13, workerId: 'w1', facts: { verdict: 'open' }, answers: [{ rule: 'PORT-01' }] });
    expect((await inside((tx) => tx.checks.runs(id, { limit: 10, changed: true }))).items).toHaveLength(2);
    const check = await inside((tx) => tx.checks.find(id));
    expect(check).toMatchObject({ status: 'fail', statusSince: runs[4]?.at, lastRunAt: runs[4]?.at, nextRunAt: runs[4]?.nextRunAt });
  });

  it('is no new version of its check, what a person changes is', async () => {
    const { id, version } = await newCheck(1002);
    await record(runOf(id, { findings: [finding()] }));
    expect((await inside((tx) => tx.checks.find(id)))?.version).toBe(version);
    await inside((tx) => tx.checks.pause(id, new Date(Date.UTC(2030, 0, 1)), 'x'));
    expect((await inside((tx) => tx.checks.find(id)))?.version).toBe(version + 1);
  });

  it('keeps what no column takes: NUL and half a character', async () => {
    const { id } = await newCheck(1003);
    await record(runOf(id, { facts: { subject: 'a\0b\uD800' } }));
    expect((await inside((tx) => tx.checks.runs(id, { limit: 1 }))).items[0]?.facts).toEqual({ subject: 'a\uFFFDb\uFFFD' });
  });

  it('cannot be rewritten by anybody', async () => {
    const { id } = await newCheck(1004);
    await record(runOf(id));
    for (const url of [world.postgres.appUrl, world.postgres.systemUrl]) {
      const store = await import('pg').then(({ default: pg }) => new pg.Client({ connectionString: url }));
      await store.connect();
      await expect(store.query(`UPDATE check_run SET status = 'ok'`)).rejects.toThrow('permission denied');
      await store.end();
    }
  });

  it('is dropped when it is too old, but never the last one of its check', async () => {
    const { id } = await newCheck(1005);
    for (const day of [1, 2, 3]) await record(runOf(id, { changed: true, at: new Date(Date.UTC(2020, 0, day)) }));
    await system((tx) => tx.checkWork.purgeRuns(1_000, 1_000));
    expect((await inside((tx) => tx.checks.runs(id, { limit: 10 }))).items).toHaveLength(1);
  });

  it('is dropped when its check has so many that differ: who answers otherwise at every turn fills no disk', async () => {
    const { id } = await newCheck(1006);
    for (let i = 0; i < 5; i += 1) await record(runOf(id, { changed: true }));
    const ids = async () => (await inside((tx) => tx.checks.runs(id, { limit: 10 }))).items.map((run) => run.id);
    const before = await ids();
    expect(await system((tx) => tx.checkWork.trimRuns(3, 1_000))).toBeGreaterThanOrEqual(2);
    expect(await ids()).toEqual(before.slice(0, 3));
    expect(await system((tx) => tx.checkWork.trimRuns(3, 1_000))).toBe(0);
  });
});

describe('findings', () => {
  it('open, are kept and close with the runs that see them; what breaks first comes first', async () => {
    const { id } = await newCheck(2001);
    const at = (day: number) => new Date(Date.UTC(2027, 5, day));
    const states = [
      finding({ rule: 'CRT-01', subject: 'spät', severity: 'warn', breaksAt: at(20) }),
      finding({ rule: 'CRT-01', subject: 'früh', severity: 'info', breaksAt: at(2) }),
      finding({ rule: 'TLS-02', severity: 'info' }),
      finding({ rule: 'TLS-01', severity: 'warn' }),
      finding(),
    ];
    const ids = await record(runOf(id, { status: 'fail', findings: states }));
    expect((await inside((tx) => tx.checks.find(id)))?.openFindings).toBe(5);
    const list = async (state: 'open' | 'closed' | 'muted', limit = 2) => {
      const seen: string[] = [];
      for (let after = null as never; ;) {
        const page = await inside((tx) => tx.checkFindings.list({ limit, after, checkId: id, state }));
        seen.push(...page.items.map((row) => `${row.rule} ${row.subject}`.trim()));
        if (page.next === null) return seen;
        after = page.next as never;
      }
    };
    expect(await list('open')).toEqual(['PORT-01', 'CRT-01 früh', 'CRT-01 spät', 'TLS-01', 'TLS-02']);
    const held = await system((tx) => tx.checkWork.hold(id));
    expect(held?.findings.map((f) => f.id).sort()).toEqual([...ids].sort());
    const moved = (held?.findings ?? []).map((f) =>
      f.rule === 'PORT-01' ? { ...f, closedAt: at(1), missed: 2 } : { ...f, seen: 2, lastSeenAt: at(1) },
    );
    // What closed may open again in the same run, as another finding.
    await record(runOf(id, { findings: [...moved, finding({ code: 'port-refused' })] }));
    expect(await list('closed')).toEqual(['PORT-01']);
    expect(await list('open', 50)).toHaveLength(5);
    await expect(record(runOf(id, { findings: [finding({ code: 'twice' })] }))).rejects.toThrow('check_finding_once');
  });

  it('that are muted raise nothing until then, and are versions of their own', async () => {
    const { id } = await newCheck(2002);
    const [findingId = ''] = await record(runOf(id, { findings: [finding()] }));
    const until = new Date(Date.now() + 60_000);
    const by = randomUUID();
    const muted = await inside((tx) => tx.checkFindings.mute(findingId, { until, by, reason: 'bekannt' }));
    expect(muted).toMatchObject({ muteReason: 'bekannt', version: 2 });
    const count = (state: 'open' | 'muted') =>
      inside(async (tx) => (await tx.checkFindings.list({ limit: 9, checkId: id, state })).items.length);
    expect([await count('open'), await count('muted')]).toEqual([0, 1]);
    await inside((tx) => tx.checkFindings.unmute(findingId));
    expect([await count('open'), await count('muted')]).toEqual([1, 0]);
    await system((tx) => tx.checkWork.markTold([findingId], 'fail', until));
    expect(await system((tx) => tx.checkWork.toldAbout(home.tenantId, { rule: 'PORT-01', subject: '' }))).toContainEqual({
      checkId: id,
      findingId,
      level: 'fail',
      at: until,
    });
  });
});

describe('certificates', () => {
  it('are kept once, with where they are shown now; a replaced one is superseded until it is shown again', async () => {
    const { id } = await newCheck(3001);
    const [old, fresh] = [certificate('pbx.example', '2027-02-01T00:00:00.000Z'), certificate('pbx.example', '2028-02-01T00:00:00.000Z')];
    const list = (superseded: boolean) =>
      inside(async (tx) => (await tx.certificates.list({ limit: 50, tenantId: home.tenantId, superseded, search: 'pbx.example' })).items);
    await record(runOf(id, { certificates: [old] }));
    await record(runOf(id, { certificates: [old] }));
    expect((await list(false)).map((c) => [c.sha256, c.superseded, c.seenAt.map((s) => s.endpoint)])).toEqual([
      [old.facts.sha256, false, ['pbx.example:443']],
    ]);
    await record(runOf(id, { certificates: [fresh] }));
    expect((await list(false)).map((c) => c.sha256)).toEqual([fresh.facts.sha256]);
    expect((await list(true)).map((c) => [c.sha256, c.superseded])).toEqual([
      [old.facts.sha256, true],
      [fresh.facts.sha256, false],
    ]);
    await record(runOf(id, { certificates: [old] }));
    const [row] = await list(false);
    expect([row?.sha256, Buffer.from(row?.der ?? []).toString(), row?.chain.map((c) => Buffer.from(c).toString('hex'))]).toEqual([
      old.facts.sha256,
      Buffer.from(old.der).toString(),
      ['00ff', Buffer.from('zwei').toString('hex')],
    ]);
    expect(row?.version).toBe(1);
    expect(await system((tx) => tx.certificateWork.purge(-1_000_000_000_000, 100))).toBe(1);
  });

  it('that an endpoint showed one after the other are kept up to a number, the newest and what is shown first of all', async () => {
    const { id } = await newCheck(3007);
    const shown = Array.from({ length: 5 }, (_, i) => certificate('turns.example', `2027-0${i + 1}-01T00:00:00.000Z`));
    for (const one of shown) await record(runOf(id, { certificates: [one] }));
    expect(await system((tx) => tx.certificateWork.trim(2, 100))).toBe(2);
    const page = await inside((tx) => tx.certificates.list({ limit: 50, superseded: true, search: 'turns.example' }));
    expect(page.items.map((c) => c.sha256)).toEqual(shown.slice(2).map((c) => c.facts.sha256));
    expect(await system((tx) => tx.certificateWork.trim(2, 100))).toBe(0);
  });

  it('are handed out for their own customer only, behind the system door too', async () => {
    const { facts, der, chain } = certificate('own.example', '2027-02-01T00:00:00.000Z');
    const { row } = await inside((tx) =>
      tx.certificates
        .upload({ tenantId: home.tenantId, pbxId: null, role: 'web-server', name: 'own.example', facts, der, chain })
        .then(must),
    );
    const material = (tenantId: string) => system((tx) => tx.certificateWork.material(tenantId, row.id));
    expect((await material(home.tenantId))?.id).toBe(row.id);
    expect(await material(other.tenantId)).toBeNull();
  });

  it('that are uploaded are found by the names they cover, and an upload of the same renews it', async () => {
    const { facts, der, chain } = certificate('*.acme.example', '2027-02-01T00:00:00.000Z');
    const upload = (role: 'web-server' | 'sip-federation') =>
      inside((tx) =>
        tx.certificates.upload({ tenantId: home.tenantId, pbxId: null, role, name: '*.acme.example', facts, der, chain }).then(must),
      );
    const [first, again] = [await upload('web-server'), await upload('sip-federation')];
    expect([first.made, again.made, again.row.id, again.row.role, again.row.superseded]).toEqual([
      true,
      false,
      first.row.id,
      'sip-federation',
      false,
    ]);
    const named = (name: string, tenantId = home.tenantId) =>
      system(async (tx) => (await tx.certificateWork.uploadedFor(tenantId, name)).map((c) => c.id));
    expect(await named('Connect.acme.example')).toEqual([first.row.id]);
    for (const name of ['a.b.acme.example', 'acme.example', 'example']) expect(await named(name)).toEqual([]);
    expect(await named('connect.acme.example', other.tenantId)).toEqual([]);
  });

  it('with ends far outside of calendars can be paged through', async () => {
    const { id } = await newCheck(3002);
    const ends = ['9999-12-31T23:59:59.000Z', '1950-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'];
    const certificates = ends.map((notAfter, i) => certificate('weit.example', notAfter, `weit.example:${i}`));
    await record(runOf(id, { certificates }));
    const seen: string[] = [];
    for (let after = null as never; ;) {
      const page = await inside((tx) => tx.certificates.list({ limit: 1, after, superseded: false, search: 'weit.example' }));
      seen.push(...page.items.map((c) => c.facts.notAfter));
      if (page.next === null) break;
      after = page.next as never;
    }
    expect(seen).toEqual([ends[1], ends[2], ends[0]]);
  });
});

describe('what a worker asks', () => {
  it('another text for its schedules whenever one is another, and the same after a run', async () => {
    const digest = () => system((tx) => tx.checkWork.scheduleDigest('local'));
    const { id } = await newCheck(4001);
    const before = await digest();
    await record(runOf(id));
    expect(await digest()).toBe(before);
    await inside((tx) => tx.checks.pause(id, null, ''));
    const paused = await digest();
    expect(paused).not.toBe(before);
    await inside((tx) => tx.checks.remove(id));
    expect(await digest()).not.toBe(paused);
    const { id: second } = await newCheck(4002);
    expect((await system((tx) => tx.checkWork.schedule('local'))).map((c) => c.id)).toContain(second);
    expect((await system((tx) => tx.checkWork.due('local', 500))).map((c) => c.id)).toContain(second);
    await inside((tx) => tx.tenants.suspend(home.tenantId, 'Test'));
    expect((await system((tx) => tx.checkWork.schedule('local'))).map((c) => c.id)).not.toContain(second);
    expect(await system((tx) => tx.checkWork.load(second))).toMatchObject({ tenantActive: false, allowedNetworks: ['10.0.0.0/8'] });
    await inside((tx) => tx.tenants.suspend(home.tenantId, null));
  });

  it('the SSH server to look from, which cannot be removed meanwhile', async () => {
    const { id } = await newCheck(4003);
    await inside((tx) => tx.checks.change(id, { vantage: { kind: 'ssh-server', sshServerId: home.sshServerId } }).then(must));
    expect((await system((tx) => tx.checkWork.load(id)))?.sshServer).toMatchObject({ id: home.sshServerId, host: 'ssh.example' });
    expect(await inside((tx) => tx.sshServers.remove(home.sshServerId))).toMatchObject({ refusal: { code: 'in-use', by: 'check' } });
    const foreign = { kind: 'ssh-server', sshServerId: other.sshServerId } as const;
    expect(await inside((tx) => tx.checks.change(id, { vantage: foreign }))).toMatchObject({ refusal: { what: 'ssh-server' } });
  });

  it('which test a connection belongs to; the newest fifty are kept of one', async () => {
    const start = (label: string, expiresAt: Date) => inside((tx) => tx.federations.startMtlsTest(home.pbxId, { label, expiresAt }));
    await start('aaaa', new Date(Date.now() + 60_000));
    await start('bbbb', new Date(Date.now() + 120_000));
    const found = await system((tx) => tx.mtlsTests.byLabel('local', 'aaaa'));
    expect(found).toMatchObject({ pbxId: home.pbxId, tenantId: home.tenantId });
    expect(await system((tx) => tx.mtlsTests.byLabel('local', 'bbbb'))).toBeNull();
    expect(await system((tx) => tx.mtlsTests.byLabel('elsewhere', 'aaaa'))).toBeNull();
    const sight = (i: number) =>
      system((tx) => tx.mtlsTests.add('aaaa', { remoteAddress: `198.51.100.${i}`, protocol: 'TLSv1.3', chain: [], answers: [] }));
    for (let i = 0; i < 55; i++) expect(await sight(i)).toBe(true);
    const seen = (await inside((tx) => tx.federations.mtlsTest(home.pbxId)))?.sightings ?? [];
    expect([seen.length, seen[0]?.remoteAddress, seen.at(-1)?.remoteAddress]).toEqual([50, '198.51.100.54', '198.51.100.5']);
    expect((await world.owner.query('SELECT 1 FROM mtls_sighting')).rowCount).toBe(50);
    await start('cccc', new Date(Date.now() - 1));
    expect(await sight(99)).toBe(false);
    expect(await system((tx) => tx.mtlsTests.isListening('local'))).toBe(false);
    await system((tx) => tx.mtlsTests.listening('local', 60_000));
    expect(await system((tx) => tx.mtlsTests.isListening('local'))).toBe(true);
  });
});

describe('a foreign check, finding, certificate or federation', () => {
  it('is not found, whatever one tries with its id', async () => {
    const { id } = await newCheck(5001);
    const [findingId = ''] = await record(
      runOf(id, { findings: [finding()], certificates: [certificate('fremd.example', '2027-01-01T00:00:00.000Z')] }),
    );
    const [seen] = await inside(async (tx) => (await tx.certificates.list({ limit: 1, superseded: true, search: 'fremd.example' })).items);
    const stranger = await newProvider(world.store, 'Fremd');
    await world.store.forTenant(stranger, async (tx) => {
      expect(await tx.checks.find(id)).toBeNull();
      expect(await tx.checks.pause(id, null, '')).toBeNull();
      expect(await tx.checks.remove(id)).toBe(false);
      expect((await tx.checks.runs(id, { limit: 1 })).items).toEqual([]);
      expect(await tx.checkFindings.find(findingId)).toBeNull();
      expect(await tx.checkFindings.mute(findingId, { until: new Date(), by: randomUUID(), reason: 'x' })).toBeNull();
      expect(await tx.certificates.find(seen?.id ?? '')).toBeNull();
      expect(await tx.federations.find(home.pbxId)).toBeNull();
      expect(await tx.federations.lock(home.pbxId)).toBeNull();
      expect(await tx.federations.remove(home.pbxId)).toBe(false);
      expect(await tx.federations.startMtlsTest(home.pbxId, { label: 'dddd', expiresAt: new Date() })).toBeNull();
      expect(await tx.checkDerivation.source(home.pbxId)).toBeNull();
      expect(await tx.checkDerivation.pbxIds(null, 10)).toEqual([]);
    });
    expect(await inside((tx) => tx.checks.find(id))).not.toBeNull();
  });

  it('goes with its customer', async () => {
    await inside((tx) => tx.tenants.remove(home.tenantId, 1));
    const gone = async () => (await system((tx) => tx.customers.purgeDue(10))).some((tenant) => tenant.id === home.tenantId);
    while (!(await gone())) await new Promise((resolve) => setTimeout(resolve, 5));
    for (const table of ['checks', 'check_run', 'check_finding', 'certificate', 'certificate_sighting', 'federation', 'mtls_test'])
      expect([table, (await world.owner.query(`SELECT 1 FROM ${table} WHERE tenant_id = $1`, [home.tenantId])).rowCount]).toEqual([
        table,
        0,
      ]);
  });
});
