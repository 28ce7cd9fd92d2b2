import { createTunnel, type Customer, customer, mapping, type Party, refusal, startWorld, type World } from '../test/world.js';

describe('validation while typing', () => {
  let world: World;
  let north: Party;
  let at: Customer;
  beforeAll(async () => {
    world = await startWorld();
    north = await world.party('north');
    at = await customer(north);
  }, 60_000);
  afterAll(() => world.stop());

  const validate = (mappings: object[], values: object = {}) =>
    north.client.validateMappings({ body: { pbxId: at.pbxId, sshServerId: at.sshServerId, mappings: mappings as never, ...values } });

  it('explains what is complete and says what is missing, field by field', async () => {
    const { valid, findings, explanations } = await validate([mapping(), { name: 'halb', localPort: 'x' }]);
    expect(valid).toBe(false);
    expect(explanations[0]).toMatch(/1389/);
    expect(explanations[1]).toBeNull();
    const paths = findings.map(({ path }) => path);
    expect(paths).toContain('/mappings/1/direction');
    expect(paths).toContain('/mappings/1/localPort');
    for (const { text, code } of findings) expect(text).not.toBe(code);
  });

  it('suggests the next free port beside everything it could collide with, but not beside itself', async () => {
    const tunnel = await createTunnel(north, at);
    const collided = await validate([mapping()]);
    expect(collided.findings).toMatchObject([{ code: 'listener-collision', severity: 'error', path: '/mappings/0/localPort' }]);
    expect(collided.suggestions).toEqual([{ path: '/mappings/0/localPort', port: 1390 }]);
    expect((await validate([mapping()], { tunnelId: tunnel.id })).valid).toBe(true);
  });

  it('marks the rows that let others in, and speaks German to Germans', async () => {
    const rows = [mapping({ localPort: 5000 }), mapping({ localPort: 5001, exposure: 'gateway', allowFrom: ['10.0.0.0/24'] })];
    expect((await validate(rows)).gateways).toEqual([1]);
    const german = await world.request('POST', '/api/v1/mapping-validations', {
      headers: { authorization: `Bearer ${north.apiKey}`, 'accept-language': 'de' },
      body: { pbxId: at.pbxId, mappings: [{}] },
    });
    const english = await validate([{}]);
    expect(german.body.findings[0].text).not.toBe(english.findings[0]?.text);
  });

  it('does not find what is not there', async () => {
    const other = await customer(await world.party('south'));
    expect((await refusal(validate([], { pbxId: other.pbxId }))).errors).toMatchObject([{ pointer: '/pbxId' }]);
    expect((await refusal(validate([], { sshServerId: other.sshServerId }))).errors).toMatchObject([{ pointer: '/sshServerId' }]);
  });

  it('offers templates whose rows are themselves acceptable', async () => {
    const { items } = await north.client.listServiceTemplates();
    expect(items.length).toBeGreaterThan(5);
    expect(new Set(items.map(({ origin }) => origin))).toEqual(new Set(['vendor', 'ours']));
    for (const { mappings } of items) {
      const { findings } = await validate(mappings, { tunnelId: undefined, sshServerId: at.sshServerId });
      expect(findings.filter(({ code }) => code.includes('malformed') || code.includes('missing'))).toEqual([]);
    }
  });
});
