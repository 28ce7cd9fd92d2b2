import { firewallPlan } from './plan.js';
import { disjoint } from './export/compile.js';
import { STARFACE_HOST_ROWS } from './data/hosts.js';
import { STARFACE_PORTS } from './data/starface.js';
import { type FirewallFacts, FirewallSettings } from './settings.js';
import { switchesOf } from './switches.js';

const STARFACE: FirewallFacts = {
  product: 'starface',
  version: '8.1.0.3',
  edition: null,
  address: '10.77.0.2',
  networks: ['10.77.0.0/24'],
  modules: [],
  federation: null,
  sshServers: [],
};
const XPHONE: FirewallFacts = {
  ...STARFACE,
  product: 'xphone-connect',
  version: '9.4',
  address: '192.168.1.100',
  federation: { port: 5061, internalAddress: '192.168.1.100', publicAddress: '203.0.113.21', validationPort: 80, routePorts: [5061, 5071] },
};
const settings = (values: object = {}) => FirewallSettings.parse(values);
const all = Object.fromEntries(switchesOf('starface').map((key) => [key, true]));
const plan = (facts: FirewallFacts, values: object = {}) => firewallPlan(facts, settings(values));
const ids = (facts: FirewallFacts, values: object = {}) => plan(facts, values).rules.map(({ id }) => id);

describe('the tables', () => {
  it('have every port of the vendor’s list once, the doubles merged', () => {
    const ports = STARFACE_PORTS.flatMap((row) => row.ports.map(({ from, to }) => `${from}-${to}`));
    expect(new Set(ports).size).toBe(ports.length);
    expect(STARFACE_PORTS.filter(({ oddities }) => oddities.includes('P-3')).map(({ ports }) => ports[0]?.from)).toEqual([443, 5060]);
    expect(STARFACE_PORTS.filter(({ printed }) => printed === 'LDAP').map(({ transport }) => transport)).toEqual([['tcp'], ['tcp']]);
    expect(STARFACE_PORTS.filter(({ minTls }) => minTls === '1.2').map(({ ports }) => ports[0]?.from)).toEqual([443, 5061, 5222]);
  });

  it('have the 30 combinations of Yealink and the 12 addresses of STARFACE Connect', () => {
    const yealink = STARFACE_HOST_ROWS.filter(({ needs }) => needs === 'yealinkCloud');
    expect(yealink.reduce((sum, row) => sum + row.ports.length, 0)).toBe(30);
    expect(STARFACE_HOST_ROWS.find(({ needs }) => needs === 'starfaceConnect')?.addresses).toHaveLength(12);
  });
});

describe('firewallPlan, STARFACE', () => {
  it('opens nothing to the internet unless somebody wants it, and keeps the plain services closed', () => {
    const { rules } = plan(STARFACE, { publicAddress: '203.0.113.5' });
    expect(rules.filter(({ direction, action }) => direction === 'in' && action === 'allow')).toEqual([]);
    expect(rules.filter(({ action }) => action === 'block').map(({ ports }) => ports[0]?.from)).toEqual([22, 80, 389, 50_080, 9100, 9999]);
  });

  it('opens the ports of the apps through NAT, with a word for VPN', () => {
    const rules = plan(STARFACE, { publicAddress: '203.0.113.5', switches: { appsFromInternet: true } }).rules.filter(
      ({ direction, action }) => direction === 'in' && action === 'allow',
    );
    expect(rules.map(({ row }) => row)).toEqual(['web', 'sip-tls', 'xmpp', 'rtp-in']);
    expect(rules[0]).toMatchObject({
      forward: { publicAddress: '203.0.113.5', address: '10.77.0.2', port: null },
      warnings: ['prefer-vpn'],
    });
  });

  it.each([
    ['7.0.0.8', 'push.starface.de', false],
    ['7.0.0.9', null, true],
    ['7.0.0.18', null, true],
    ['7.0.0.19', 'push-cluster.starface.de', false],
  ])('of version %s needs the push host %s', (version, host, unknown) => {
    const { rules, warnings } = plan({ ...STARFACE, version });
    expect([...new Set(rules.filter(({ row }) => row.startsWith('host:push')).flatMap(({ destination }) => destination.names))]).toEqual(
      host === null ? [] : [host],
    );
    expect(warnings.includes('push-unknown')).toBe(unknown);
  });

  it('of an unknown version says so instead of guessing', () => {
    expect(plan({ ...STARFACE, version: null }).warnings).toContain('version-unknown');
  });

  it('recommends STUN outbound only; a person can decide otherwise, and is taken at their word', () => {
    const stun = (values: object) =>
      plan(STARFACE, { switches: { stun: true }, ...values }).rules.filter(({ ports }) => ports[0]?.from === 3478);
    expect(stun({}).map(({ direction }) => direction)).toEqual(['out', 'out']);
    const overridden = stun({ overrides: [{ row: 'stun', direction: 'in' }] });
    expect(overridden.map(({ direction, inferred }) => [direction, inferred])).toEqual([
      ['in', false],
      ['out', false],
      ['out', false],
    ]);
  });

  it('takes a row out, or gives it another direction', () => {
    expect(ids(STARFACE, { overrides: [{ row: 'dns', direction: 'off' }] }).some((id) => id.startsWith('dns:'))).toBe(false);
    expect(ids(STARFACE, { overrides: [{ row: 'web-plain', direction: 'in' }] })).toContain('web-plain:in:internet>pbx:tcp');
    // What is opened by hand is no longer said to be closed.
    expect(ids(STARFACE, { overrides: [{ row: 'web-plain', direction: 'in' }] })).not.toContain('closed:web-plain:80');
  });

  it('lets SIP in from known providers only', () => {
    const sip = (providers: string[]) =>
      plan(STARFACE, { providers, switches: { sipTrunk: true } }).rules.filter(({ row, direction }) => row === 'sip' && direction === 'in');
    expect(sip([])).toEqual([]);
    expect(sip(['Sip.Example', '192.0.2.7']).map(({ source }) => source)).toEqual([
      { key: 'providers', names: ['sip.example'], addresses: ['192.0.2.7'] },
      { key: 'providers', names: ['sip.example'], addresses: ['192.0.2.7'] },
    ]);
  });

  it('a directory on the LAN is no way out; one elsewhere is', () => {
    const direction = (directory: string[]) =>
      plan(STARFACE, { directory, switches: { ldapTls: true } }).rules.find(({ row }) => row === 'ldaps')?.direction;
    expect([direction([]), direction(['10.77.0.9']), direction(['198.51.100.9']), direction(['ldap.example'])]).toEqual([
      'lan',
      'lan',
      'out',
      'out',
    ]);
  });

  it('in the cloud the customer’s firewall lets phones out and the tunnel in, and nothing of the PBX’s own', () => {
    const cloud: FirewallFacts = {
      ...STARFACE,
      edition: 'STARFACE Cloud',
      address: '198.51.100.30',
      sshServers: [{ name: 'Büro', host: '203.0.113.5', port: 8822 }],
    };
    const { rules, guarded } = plan(cloud, { sshServerAddress: '10.77.0.20', switches: { ...all, neon: false } });
    expect(
      rules.some(({ source, action }) => source.key === 'pbx' && action === 'allow' && !source.addresses.includes('198.51.100.30')),
    ).toBe(false);
    expect(rules.filter(({ row, action }) => row === 'tunnel' && action === 'allow')).toMatchObject([
      {
        direction: 'in',
        source: { addresses: ['198.51.100.30'] },
        destination: { addresses: ['10.77.0.20'] },
        ports: [{ from: 22, to: 22 }],
        forward: { publicAddress: '203.0.113.5', address: '10.77.0.20', port: 8822 },
      },
    ]);
    expect(rules.find(({ row }) => row === 'sip')).toMatchObject({ direction: 'out', destination: { addresses: ['198.51.100.30'] } });
    expect(guarded).toEqual([]);
  });

  it('beside the PBX the tunnel goes out', () => {
    const tunnelled = { ...STARFACE, sshServers: [{ name: 'Filiale', host: 'ssh.example', port: 8822 }] };
    expect(plan(tunnelled).rules.find(({ row }) => row === 'tunnel')).toMatchObject({
      direction: 'out',
      destination: { names: ['ssh.example'] },
    });
  });

  it('says what is missing, and says nothing to devices while the PBX has no address', () => {
    const nowhere = plan({ ...STARFACE, address: '127.0.0.1', networks: [], version: null }, { switches: { neon: true } });
    expect(nowhere.warnings).toEqual(expect.arrayContaining(['pbx-address-missing', 'lan-assumed', 'version-unknown', 'neon-elsewhere']));
  });

  it('ids are unique whatever is on, and the same plan comes out twice', () => {
    const everything = { switches: all, publicAddress: '203.0.113.5', providers: ['192.0.2.7'], peers: ['192.0.2.8'] };
    const found = ids(STARFACE, everything);
    expect(new Set(found).size).toBe(found.length);
    expect(ids(STARFACE, everything)).toEqual(found);
  });
});

describe('firewallPlan, the others', () => {
  it('XPhone: F-1 in, F-2 out to every partner’s port, and the port of the renewal', () => {
    const rules = plan(XPHONE).rules.filter(({ row }) => row !== 'dns');
    expect(rules.map(({ id, ports, forward }) => [id, ports.map(({ from }) => from), forward?.publicAddress])).toEqual([
      ['federation:in:internet>pbx:tcp', [5061], '203.0.113.21'],
      ['federation-out:out:pbx>internet:tcp', [5061, 5071], undefined],
      ['renewal:in:internet>pbx:tcp', [80], '203.0.113.21'],
    ]);
    // Its vendor gives no complete list: nothing outbound is refused.
    expect(plan(XPHONE).guardsOutbound).toBe(false);
  });

  it('UCServer: the proxy in, 7224 or 7225 behind it, and both closed to the internet', () => {
    const ucserver: FirewallFacts = { ...STARFACE, product: 'estos-ucserver', address: '192.168.1.50' };
    const rows = (values: object) =>
      plan(ucserver, { proxyAddress: '192.168.9.2', publicAddress: '203.0.113.5', ...values }).rules.map(
        ({ action, direction, ports }) => `${action} ${direction} ${ports[0]?.from}`,
      );
    expect(rows({})).toEqual(['allow in 443', 'allow lan 7224', 'block in 7224', 'block in 7225']);
    expect(rows({ switches: { proxyTls: true } })).toEqual(['allow in 443', 'allow lan 7225', 'block in 7224', 'block in 7225']);
    // Without an address the proxy is nobody: no rule is about everybody instead.
    expect(plan(ucserver)).toMatchObject({ warnings: expect.arrayContaining(['proxy-address-missing']) });
    expect(plan(ucserver).rules.some(({ action }) => action === 'allow')).toBe(false);
  });
});

describe('disjoint', () => {
  it('leaves no network that lies in another, and keeps the families apart', () => {
    expect(disjoint(['10.0.0.0/8', '10.77.0.0/24', '10.0.0.0/8', '192.0.2.1', '2001:db8::/32', '2001:db8::1', 'nonsense'])).toEqual([
      '10.0.0.0/8',
      '192.0.2.1',
      '2001:db8::/32',
    ]);
  });
});
