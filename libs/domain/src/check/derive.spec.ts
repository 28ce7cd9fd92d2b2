import { AcmeSettings, FederationInput } from '../federation/federation.js';
import { type DeriveInput, deriveChecks } from './derive.js';
import { CHECK_PARAMS } from './kinds.js';

const SERVER = { id: '7d1c1b0e-4b0e-4d5c-9c43-9f2f5a3d0001' };
const federation = FederationInput.parse({
  domain: 'acme.example',
  fqdn: 'connect.acme.example',
  publicAddress: '203.0.113.5',
  internalAddress: '192.168.1.100',
  intendedCa: 'digicert.com',
  openFederation: true,
  routes: [
    { domain: 'partner.example', host: 'sip.partner.example' },
    { domain: 'resting.example', host: 'sip.resting.example', enabled: false },
    { domain: 'partner.example', host: 'second.partner.example' },
  ],
});
const input = (pbx: Partial<DeriveInput['pbx']>, more: Partial<DeriveInput> = {}): DeriveInput => ({
  pbx: { product: 'starface', version: null, address: '192.168.10.2', ...pbx },
  federation: null,
  sshServers: [],
  ...more,
});
const keys = (given: DeriveInput): readonly string[] => deriveChecks(given).map((check) => check.key);

describe('the checks that follow from a PBX', () => {
  it('an XPhone server with federation is looked at from every side', () => {
    expect(keys(input({ product: 'xphone-connect' }, { federation, sshServers: [SERVER] }))).toEqual([
      'federation:settings',
      'federation:host',
      'federation:srv',
      'federation:issuance',
      'federation:endpoint',
      'federation:protocols',
      'federation:selection',
      'federation:partner:partner.example',
      'federation:internal',
    ]);
  });

  it('with exactly what it declares', () => {
    const [, host, srv, issuance, endpoint, , , partner] = deriveChecks(input({ product: 'xphone-connect' }, { federation }));
    expect(host?.spec.params).toEqual({ name: 'connect.acme.example', expectedAddresses: ['203.0.113.5'], publicRequired: true });
    expect(srv?.spec.params).toEqual({ domain: 'acme.example', fqdn: 'connect.acme.example', port: 5061, openFederation: true });
    expect(issuance?.spec.params).toEqual({ name: 'connect.acme.example', intendedCa: 'digicert.com' });
    expect(endpoint).toMatchObject({
      name: 'connect.acme.example:5061',
      vantage: { kind: 'edge' },
      spec: { params: { role: 'sip-federation' } },
    });
    expect(partner?.spec.params).toEqual({ domain: 'partner.example', host: 'sip.partner.example', port: 5061 });
  });

  it('with open federation, partners that are let in without a route are found by their own records', () => {
    const open = {
      ...federation,
      allowedDomains: ['Guest.example.', 'partner.example', 'bad.example', 'acme.example', 'a b'],
      blockedDomains: ['bad.example'],
    };
    const partners = (given: FederationInput) =>
      deriveChecks(input({ product: 'xphone-connect' }, { federation: given }))
        .filter(({ spec }) => spec.kind === 'federation-partner')
        .map(({ key, spec }) => [key, spec.params]);
    expect(partners(open)).toEqual([
      ['federation:partner:partner.example', { domain: 'partner.example', host: 'sip.partner.example', port: 5061 }],
      ['federation:partner:guest.example', { domain: 'guest.example', host: null, port: 5061 }],
    ]);
    expect(partners({ ...open, openFederation: false })).toHaveLength(1);
  });

  it.each([
    ['http-01', 'C:\\inetpub\\wwwroot', true],
    ['http-01', null, false],
    ['dns-01', 'C:\\inetpub\\wwwroot', false],
    ['tls-alpn-01', 'C:\\inetpub\\wwwroot', false],
  ] as const)('FED-09: renewed by %s with the webroot %s, port 80 must be open: %s', (validation, webroot, expected) => {
    const acme = AcmeSettings.parse({ client: 'simple-acme', validation });
    const check = deriveChecks(input({ product: 'xphone-connect' }, { federation: { ...federation, acme, webroot } })).find(
      ({ key }) => key === 'federation:renewal',
    );
    expect(check?.spec.params).toEqual(
      expected ? { host: 'connect.acme.example', port: 80, expect: 'open', purpose: 'certificate-renewal' } : undefined,
    );
  });

  it('only looks from inside where there is a way in', () => {
    expect(keys(input({ product: 'xphone-connect' }, { federation }))).not.toContain('federation:internal');
    expect(keys(input({}))).toEqual(['starface:connect']);
  });

  it('keeps its keys when a value changes, so that the history goes on', () => {
    const moved = { ...federation, fqdn: 'sip.acme.example', publicAddress: '203.0.113.9', port: 5062 };
    expect(keys(input({ product: 'xphone-connect' }, { federation: moved }))).toEqual(
      keys(input({ product: 'xphone-connect' }, { federation })),
    );
  });

  it('an XPhone server without federation, or another product with one, has no federation checks', () => {
    expect(keys(input({ product: 'xphone-connect' }))).toEqual([]);
    expect(keys(input({ product: 'estos-ucserver' }, { federation }))).toEqual([]);
  });

  it('a STARFACE with a tunnel is asked whether the vendor’s hosts can be reached from its network', () => {
    const checks = deriveChecks(input({ version: '8.1.2.4' }, { sshServers: [SERVER] }));
    const licence = checks.find((check) => check.key === 'starface:reach:license.starface.de:8383');
    expect(licence).toMatchObject({
      vantage: { kind: 'ssh-server', sshServerId: SERVER.id },
      spec: { kind: 'tcp-port', params: { host: 'license.starface.de', port: 8383, expect: 'open', purpose: 'licence' } },
    });
    expect(checks.map((check) => check.key)).toEqual(
      expect.arrayContaining([
        'starface:reach:license.starface.de:443',
        'starface:reach:iplookup.starface.com:80',
        'starface:reach:siptrunk.de:443',
      ]),
    );
  });

  it.each([
    ['7.0.0.8', ['push.starface.de']],
    ['v7.0.0.8', ['push.starface.de']],
    ['7.0.0.9', []],
    ['7.0.0.18', []],
    ['7.0.0.19', ['push-cluster.starface.de']],
    ['8.1', ['push-cluster.starface.de']],
    [null, []],
  ])('version %s uses the push host %j: the gap is not guessed', (version, hosts) => {
    const push = keys(input({ version }, { sshServers: [SERVER] })).filter((key) => key.includes('push'));
    expect(push).toEqual(hosts.map((host) => `starface:reach:${host}:443`));
  });

  it.each([
    ['pbx.acme.example', true],
    ['8.8.8.8', true],
    ['192.168.10.2', false],
    ['100.64.0.1', false],
    ['127.0.0.1', false],
    ['fd00::1', false],
    ['pbx', false],
    ['pbx.local', false],
    ['pbx.corp', false],
    ['pbx.fritz.box.home.arpa', false],
  ])('%s is looked at from outside: %s', (address, outside) => {
    const starface = keys(input({ address }));
    expect(starface.includes('starface:protocols:5222')).toBe(outside);
    expect(starface.includes('starface:closed:389')).toBe(outside);
    expect(keys(input({ product: 'estos-ucserver', address })).includes('ucserver:closed:7224')).toBe(outside);
  });

  it('never alarms about a STARFACE port that a customer keeps closed', () => {
    const offered = deriveChecks(input({ address: 'pbx.acme.example' })).filter((check) => check.spec.kind.startsWith('tls-'));
    expect(offered.map((check) => check.name)).toHaveLength(6);
    for (const { spec } of offered) expect(spec.params).toMatchObject({ optional: true });
  });

  it('gives each key once, with parameters its kind accepts unchanged', () => {
    for (const given of [
      input({ version: '8.1', address: 'pbx.acme.example' }, { sshServers: [SERVER] }),
      input({ product: 'xphone-connect' }, { federation, sshServers: [SERVER] }),
      input({ product: 'estos-ucserver', address: 'uc.acme.example' }),
    ]) {
      const checks = deriveChecks(given);
      expect(new Set(checks.map((check) => check.key)).size).toBe(checks.length);
      for (const { spec } of checks) expect(CHECK_PARAMS[spec.kind].parse(spec.params)).toEqual(spec.params);
    }
  });
});
