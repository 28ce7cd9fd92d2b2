import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@stellwerk/contracts';
import { type Authority, describeWith, type Issued, makeAuthority, selfSigned, startTlsServer, type TlsServer } from '@stellwerk/testing';
import { federationOf } from '../test/furnished.js';
import { bearer, customer, type Party, refusal, startWorld, type World } from '../test/world.js';

let world: World;
let north: Party;
let api: Client;
let tenantId: string;
let listen = 0;
beforeAll(async () => {
  world = await startWorld();
  north = await world.party('north');
  api = north.client;
  ({ tenantId } = await customer(north));
}, 60_000);
afterAll(() => world.stop());

const newXphone = async (): Promise<string> => {
  const body = {
    tenantId,
    name: 'Connect',
    product: 'xphone-connect' as const,
    address: '10.1.2.4',
    listenAddress: `127.91.1.${(listen += 1)}`,
  };
  return (await api.createPbx({ body })).id;
};
const checksOf = async (pbxId: string) => (await api.listChecks({ query: { pbxId, limit: 200 } })).items;
const put = (id: string, ifMatch: number | '*', values: object = {}) =>
  api.putFederation({ params: { id }, ifMatch, body: federationOf(values) });

describe('a federation', () => {
  it('is set up with If-Match "0" and by exactly one of two, changed at its version, and forgotten', async () => {
    const id = await newXphone();
    expect((await refusal(api.getFederation({ params: { id } }))).code).toBe('not-found');
    const both = await Promise.all(
      [put(id, 0), put(id, 0)].map((made) =>
        made.then(
          (f) => f.version,
          (error) => error.problem.code,
        ),
      ),
    );
    expect(both.sort()).toEqual([1, 'version-mismatch']);
    const read = await world.request('GET', `/api/v1/pbxs/${id}/federation`, { headers: bearer(north) });
    expect(read.headers.get('etag')).toBe('"1"');
    expect((await refusal(put(id, 0))).code).toBe('version-mismatch');
    const changed = await put(id, 1, { openFederation: true, routes: [{ domain: 'partner.example', host: 'sip.partner.example' }] });
    expect(changed).toMatchObject({ version: 2, openFederation: true, routes: [{ domain: 'partner.example', port: 5061, enabled: true }] });
    await api.deleteFederation({ params: { id }, ifMatch: 2 });
    expect((await refusal(api.getFederation({ params: { id } }))).code).toBe('not-found');
    expect(await checksOf(id)).toEqual([]);
  });

  it('is followed by its checks in the same moment; a partner keeps its history while others come and go', async () => {
    const id = await newXphone();
    const routes = [{ domain: 'partner.example', host: 'sip.partner.example' }];
    await put(id, 0, { routes });
    const partner = (await checksOf(id)).find((check) => check.kind === 'federation-partner');
    expect(partner).toMatchObject({ params: { domain: 'partner.example', host: 'sip.partner.example', port: 5061 } });
    await put(id, '*', {
      routes: [
        { domain: 'zwei.example', host: 'sip.zwei.example' },
        { ...routes[0], host: 'neu.partner.example' },
      ],
    });
    const after = (await checksOf(id)).filter((check) => check.kind === 'federation-partner');
    expect(after.map((check) => [check.id === partner?.id, check.params.host]).sort()).toEqual([
      [false, 'sip.zwei.example'],
      [true, 'neu.partner.example'],
    ]);
    const rehearsed = api.putFederation({
      params: { id },
      ifMatch: '*',
      query: { validateOnly: 'true' },
      body: federationOf({ routes: [] }),
    });
    expect((await rehearsed).routes).toEqual([]);
    expect((await checksOf(id)).filter((check) => check.kind === 'federation-partner')).toHaveLength(2);
  });

  it('belongs to an XPhone server only, and dials nothing that must not be dialled', async () => {
    const { pbxId } = await customer(north);
    expect(await refusal(put(pbxId, 0))).toMatchObject({ code: 'federation-refused', errors: [{ code: 'federation-product' }] });
    const id = await newXphone();
    const route = (host: string) =>
      put(id, 0, {
        routes: [
          { domain: 'a.example', host: 'sip.a.example' },
          { domain: 'b.example', host },
        ],
      });
    expect(await refusal(route('169.254.169.254'))).toMatchObject({ code: 'host-forbidden', errors: [{ pointer: '/routes/1/host' }] });
    expect((await route('10.1.1.1')).version).toBe(1);
  });

  it('keeps who confirmed what by hand, and takes it back', async () => {
    const id = await newXphone();
    await put(id, 0);
    const confirm = (confirmed: boolean) => api.confirmChecklistItem({ params: { id, item: 'licence' }, body: { confirmed } });
    expect((await confirm(true)).checklist).toMatchObject([{ item: 'licence', confirmedBy: 'north' }]);
    expect((await put(id, '*')).checklist).toHaveLength(1);
    expect((await confirm(false)).checklist).toEqual([]);
  });

  it('is judged and planned in both languages', async () => {
    const id = await newXphone();
    const values = { serviceAccount: 'ACME\\xphone', intendedCa: 'letsencrypt.org', openFederation: true };
    await put(id, 0, values);
    const ask = async (path: string, language: string) =>
      (await world.request('GET', `/api/v1/pbxs/${id}/federation${path}`, { headers: { ...bearer(north), 'accept-language': language } }))
        .body;
    const [english, german] = [await ask('', 'en'), await ask('', 'de')];
    const coded = (answers: { code: string | null; text: string }[]) => answers.filter(({ code }) => code !== null);
    expect(coded(english.answers).length).toBeGreaterThan(0);
    expect(coded(english.answers).every(({ code, text }) => text !== code && text !== '')).toBe(true);
    expect(coded(german.answers).map(({ text }) => text)).not.toEqual(coded(english.answers).map(({ text }) => text));
    const [plan, planDe] = [await ask('/plan', 'en'), await ask('/plan', 'de')];
    expect(plan.sections.map(({ key }: { key: string }) => key)).toEqual(planDe.sections.map(({ key }: { key: string }) => key));
    for (const { markdown } of [plan, planDe])
      for (const value of ['_sipfederationtls._tcp.acme.example', 'connect.acme.example', '203.0.113.9', '5061'])
        expect(markdown).toContain(value);
    expect(plan.markdown).not.toBe(planDe.markdown);
  });
});

describe('the reverse MTLS test', () => {
  it('gives a name of its own to enter, shows what connected, and ends', async () => {
    const id = await newXphone();
    expect((await refusal(api.startMtlsTest({ params: { id } }))).code).toBe('not-found');
    await put(id, 0);
    const started = await api.startMtlsTest({ params: { id } });
    expect(started.host).toMatch(/^[a-z2-7]{16}\.mtls\.stellwerk\.example$/);
    expect(started).toMatchObject({ port: 5061, listening: false, sightings: [] });
    await world.store.asSystem('test', async (tx) => {
      await tx.mtlsTests.listening('local', 60_000);
      await tx.mtlsTests.add(started.host.split('.')[0] ?? '', {
        remoteAddress: '203.0.113.9',
        protocol: 'TLSv1.2',
        chain: [],
        answers: [],
      });
    });
    const prolonged = await api.startMtlsTest({ params: { id } });
    expect(prolonged).toMatchObject({
      host: started.host,
      listening: true,
      sightings: [{ remoteAddress: '203.0.113.9', clientCertificate: null }],
    });
    await api.endMtlsTest({ params: { id } });
    expect((await refusal(api.getMtlsTest({ params: { id } }))).code).toBe('not-found');
  });
});

describe('pasted ACME settings', () => {
  it('are read, and nothing else of the text comes back', async () => {
    const content = 'wacs.exe --host connect.acme.example --validation filesystem --password geheim';
    const { settings } = await api.readAcmeSettings({ body: { content } });
    expect(settings).toMatchObject({ client: 'simple-acme', validation: 'http-01', keepExisting: false });
    expect((await refusal(api.readAcmeSettings({ body: { content: 'Wir nehmen Let’s Encrypt.' } }))).code).toBe('acme-settings-unreadable');
  });
});

describeWith(['openssl'], 'certificates', () => {
  let authority: Authority;
  let leaf: Issued;
  let server: TlsServer;
  beforeAll(async () => {
    authority = await makeAuthority();
    leaf = await authority.issue('connect.acme.example');
    const key = await readFile(leaf.keyPath, 'utf8');
    server = await startTlsServer({ certificate: { pem: leaf.cert, key, der: leaf.der } as never, chain: [authority.der] });
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await authority.remove();
  });
  const upload = (content: string, more: object = {}) => api.uploadCertificate({ body: { tenantId, content, ...more } });
  const sha256 = () => createHash('sha256').update(leaf.der).digest('hex');

  it('are taken as PEM, DER and PFX; the key that comes with one is kept nowhere', async () => {
    const key = await readFile(leaf.keyPath, 'utf8');
    const pem = await upload(`${key}\n${leaf.cert}\n${authority.cert}`, { role: 'sip-federation' });
    expect(pem).toMatchObject({
      source: 'uploaded',
      sha256: sha256(),
      name: 'connect.acme.example',
      role: 'sip-federation',
      superseded: false,
    });
    expect(pem.pem).toBe(`${leaf.cert.trim()}\n${authority.cert.trim()}\n`.replace(/^[^-]+/, ''));
    const der = await upload(leaf.der.toString('base64'));
    expect(der.id).toBe(pem.id);
    await authority.openssl('pkcs12', '-export', '-in', leaf.certPath, '-inkey', leaf.keyPath, '-out', 'x.pfx', '-passout', 'pass:geheim');
    const pfx = (await readFile(join(authority.directory, 'x.pfx'))).toString('base64');
    expect(await refusal(upload(pfx))).toMatchObject({ code: 'certificate-refused', errors: [{ pointer: '/password' }] });
    expect(await refusal(upload(pfx, { password: 'falsch' }))).toMatchObject({ errors: [{ pointer: '/password' }] });
    expect((await upload(pfx, { password: 'geheim' })).id).toBe(pem.id);
    const secret = key.replace(/-----[^-]+-----|\s/g, '').slice(20, 60);
    for (const table of ['certificate', 'checks', 'audit_event', 'idempotency_key']) {
      const rows = await world.sql<{ text: string }>(`SELECT row_to_json(t)::text AS text FROM ${table} t`);
      expect(rows.some(({ text }) => text.includes(secret) || text.includes('geheim'))).toBe(false);
    }
  });

  it('that are none are refused with what to do', async () => {
    for (const [content, code] of [
      ['Hallo', 'not-a-certificate'],
      [selfSigned('x').key, 'no-certificate'],
      [`-----BEGIN CERTIFICATE-----\n${Buffer.from('nein').toString('base64')}\n-----END CERTIFICATE-----`, 'not-a-certificate'],
    ] as const) {
      const refused = await refusal(upload(content));
      expect(refused).toMatchObject({ code: 'certificate-refused', errors: [{ pointer: '/content', code }] });
      expect(refused.errors[0]?.detail).toMatch(/\.$/);
    }
  });

  it('are watched by a check of their own, and go with it; one that was seen stays', async () => {
    const { cert } = await authority.issue('watch.acme.example');
    const made = await upload(cert);
    const watch = async () =>
      (await api.listChecks({ query: { tenantId, kind: 'stored-certificate', search: 'watch.acme.example' } })).items;
    expect(await watch()).toMatchObject([{ origin: 'derived', params: { certificateId: made.id } }]);
    expect((await api.listCertificates({ query: { tenantId, search: 'watch.acme', expiresWithinDays: 730 } })).items).toMatchObject([
      { id: made.id, level: expect.any(String) },
    ]);
    await api.deleteCertificate({ params: { id: made.id }, ifMatch: made.version });
    expect([await watch(), (await refusal(api.getCertificate({ params: { id: made.id } }))).code]).toEqual([[], 'not-found']);
    const seen = await upload(cert);
    await world.sql(`UPDATE certificate SET source = 'observed' WHERE id = $1`, seen.id);
    expect((await refusal(api.deleteCertificate({ params: { id: seen.id }, ifMatch: '*' }))).code).toBe('certificate-observed');
  });

  it('and DNS are looked at in the preview of a federation that nobody has saved', async () => {
    const federation = federationOf({ fqdn: 'localhost', port: server.port, publicAddress: null });
    const { answers, probes } = await api.previewFederation({ body: { tenantId, federation, probe: true } });
    expect(answers.length).toBeGreaterThan(0);
    const endpoint = probes.find((probe) => probe.kind === 'tls-endpoint');
    expect(endpoint).toMatchObject({
      name: `localhost:${server.port}`,
      facts: { tcp: { verdict: 'open' }, chain: [{ sha256: sha256() }, {}] },
    });
    expect(endpoint?.answers.some((answer) => answer.status === 'fail' && answer.fix !== '')).toBe(true);
    expect(new X509Certificate(leaf.der).subject).toContain('connect.acme.example');
    expect((await api.previewFederation({ body: { tenantId, federation } })).probes).toEqual([]);
  });
});
