import type { Client } from '@stellwerk/contracts';
import { FIREWALL_EXPORT_FORMATS } from '@stellwerk/domain';
import { bearer, createTunnel, customer, type Customer, type Party, refusal, startWorld, type World } from '../test/world.js';

let world: World;
let north: Party;
let api: Client;
let at: Customer;
beforeAll(async () => {
  world = await startWorld();
  north = await world.party('north');
  api = north.client;
  at = await customer(north);
}, 60_000);
afterAll(() => world.stop());

let listen = 0;
const newPbx = async (values: object = {}): Promise<string> => {
  const body = {
    ...{ tenantId: at.tenantId, name: 'Zentrale "Süd"', product: 'starface' as const, version: '8.1', address: '10.77.0.2' },
    ...{ networks: ['10.77.0.0/24'], listenAddress: `127.92.1.${(listen += 1)}`, ...values },
  };
  return (await api.createPbx({ body })).id;
};
const put = (id: string, ifMatch: number, body: object) => api.putFirewallSettings({ params: { id }, ifMatch, body });
const download = async (id: string, query: string, language = 'de') => {
  const answer = await fetch(new URL(`/api/v1/pbxs/${id}/firewall-plan/export?${query}`, world.url), {
    headers: { ...bearer(north), 'accept-language': language },
  });
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    name: answer.headers.get('content-disposition'),
    text: await answer.text(),
  };
};

describe('firewall settings', () => {
  it('are there before anybody saved them, are saved with If-Match "0" by exactly one of two, and changed at their version', async () => {
    const id = await newPbx();
    expect(await api.getFirewallSettings({ params: { id } })).toMatchObject({
      version: 0,
      updatedAt: null,
      settings: { place: null, switches: {}, lan: [] },
      facts: { product: 'starface', address: '10.77.0.2', networks: ['10.77.0.0/24'], federation: null, sshServers: [] },
    });
    const both = await Promise.all(
      [put(id, 0, { switches: { stun: true } }), put(id, 0, { switches: { neon: true } })].map((made) =>
        made.then(
          (saved) => saved.version,
          (error) => error.problem.code,
        ),
      ),
    );
    expect(both.sort()).toEqual([1, 'version-mismatch']);
    expect(await put(id, 1, { switches: { stun: false }, publicAddress: '203.0.113.5' })).toMatchObject({
      version: 2,
      settings: { switches: { stun: false }, publicAddress: '203.0.113.5' },
    });
  });

  it('refuse what is no address, no network, no switch and no direction, each at its place', async () => {
    const id = await newPbx();
    const wrong = {
      ...{ publicAddress: '1.2.3', lan: ['10.0.0.0/33'], providers: ['ok.example', 'x; reboot'], switches: { telepathy: true } },
      overrides: [{ row: 'dns', direction: 'sideways' }],
    };
    const problem = await refusal(put(id, 0, wrong));
    expect(problem.code).toBe('validation-failed');
    expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual(
      ['/lan/0', '/overrides/0/direction', '/providers/1', '/publicAddress', '/switches'].sort(),
    );
  });

  it('go with their PBX', async () => {
    const id = await newPbx();
    await put(id, 0, {});
    await api.deletePbx({ params: { id }, ifMatch: '*' });
    expect(await world.sql('SELECT 1 FROM firewall_settings WHERE pbx_id = $1', id)).toEqual([]);
  });
});

describe('a firewall plan', () => {
  const rows = async (id: string, query: { on?: string; off?: string } = {}) =>
    (await api.getFirewallPlan({ params: { id }, query })).rules.map(({ row }) => row);

  it('follows the settings, and other switches for one look', async () => {
    const id = await newPbx();
    await put(id, 0, { switches: { stun: true } });
    expect(await rows(id)).toContain('host:stun.starface.com');
    expect(await rows(id, { off: 'stun', on: 'ldapTls,sipTrunk' })).toEqual(expect.arrayContaining(['ldaps', 'sip']));
    expect(await rows(id, { off: 'stun' })).not.toContain('host:stun.starface.com');
    // A look changes nothing.
    expect((await api.getFirewallSettings({ params: { id } })).settings.switches).toEqual({ stun: true });
    expect((await refusal(api.getFirewallPlan({ params: { id }, query: { on: 'telepathy' } }))).code).toBe('validation-failed');
  });

  it('knows the SSH servers of the PBX’s tunnels, each once', async () => {
    await createTunnel(north, at);
    await createTunnel(north, at, { name: 'Zweiter', mappings: [{ name: 'B', direction: 'outbound', localPort: 3999, remotePort: 389 }] });
    const { facts } = await api.getFirewallSettings({ params: { id: at.pbxId } });
    expect(facts.sshServers).toHaveLength(1);
    expect((await rows(at.pbxId)).filter((row) => row === 'tunnel')).toHaveLength(1);
  });

  it('speaks the reader’s language', async () => {
    const id = await newPbx();
    const purpose = async (language: string) => {
      const answer = await world.request('GET', `/api/v1/pbxs/${id}/firewall-plan`, {
        headers: { ...bearer(north), 'accept-language': language },
      });
      return (answer.body as { rules: { purpose: string }[] }).rules[0]?.purpose;
    };
    expect([await purpose('de'), await purpose('en')]).toEqual(['Namensauflösung (DNS)', 'Name resolution (DNS)']);
  });

  it('of an XPhone Connect Server comes from its federation', async () => {
    const id = await newPbx({ product: 'xphone-connect', address: '10.1.2.4' });
    expect(await rows(id)).toEqual([]);
    await api.putFederation({
      params: { id },
      ifMatch: 0,
      body: {
        domain: 'acme.example',
        fqdn: 'connect.acme.example',
        publicAddress: '203.0.113.9',
        internalAddress: '10.1.2.4',
        acme: { client: 'win-acme', validation: 'http-01' },
      },
    });
    expect(await rows(id)).toEqual(expect.arrayContaining(['federation', 'federation-out', 'renewal']));
  });

  it.each(FIREWALL_EXPORT_FORMATS)('is a file in the form of %s', async (format) => {
    const id = await newPbx();
    const [de, en] = [await download(id, `format=${format}`), await download(id, `format=${format}`, 'en')];
    expect(de).toMatchObject({ status: 200, name: expect.stringContaining('firewall-zentrale-su-d.') });
    expect(de.type).toMatch(/^(text\/(plain|csv|markdown)|application\/json); charset=utf-8$/);
    expect(de.text.length).toBeGreaterThan(500);
    expect(de.text).not.toBe(en.text);
  });

  it('of another provider’s PBX is not there', async () => {
    const south = await world.party('south');
    const id = await newPbx();
    for (const ask of [
      () => south.client.getFirewallSettings({ params: { id } }),
      () => south.client.getFirewallPlan({ params: { id } }),
      () => south.client.exportFirewallPlan({ params: { id }, query: { format: 'csv' } }),
      () => south.client.putFirewallSettings({ params: { id }, ifMatch: 0, body: {} }),
    ])
      expect((await refusal(ask())).code).toBe('not-found');
  });
});
