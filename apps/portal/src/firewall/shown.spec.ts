import type { Check } from '@stellwerk/contracts';
import { type FirewallFacts, firewallPlan, FirewallSettings } from '@stellwerk/domain';
import { checksOf, groupOf, shownRules } from './shown';

const facts: FirewallFacts = {
  product: 'starface',
  version: '8.1',
  edition: null,
  address: '203.0.113.5',
  networks: ['10.77.0.0/24'],
  modules: [],
  federation: null,
  sshServers: [],
};
const plan = firewallPlan(facts, FirewallSettings.parse({ pbxAddress: '10.77.0.2', switches: { appsFromInternet: true } }));
const lines = shownRules(plan.rules);
const line = (row: string, group: string) => {
  const found = lines.find((one) => one.rule.row === row && groupOf(one) === group);
  if (!found) throw new Error(`no line ${row}`);
  return found;
};
const check = (kind: string, params: Record<string, unknown>) =>
  ({ id: `${kind} ${String(params.port)}`, kind, params }) as unknown as Check;
const checks = [
  check('tcp-port', { host: 'license.starface.de', port: 8383, expect: 'open' }),
  check('tls-endpoint', { host: '203.0.113.5', port: 443 }),
  check('tls-protocols', { host: '203.0.113.5', port: 443 }),
  check('tcp-port', { host: '203.0.113.5', port: 22, expect: 'closed' }),
  check('tcp-port', { host: '203.0.113.5', port: 80, expect: 'closed' }),
  check('dns-host', { name: 'license.starface.de' }),
];
const of = (row: string, group: string) => checksOf(line(row, group), checks, ['203.0.113.5']).map(({ id }) => id);

describe('the lines of a plan', () => {
  it('merge what differs in the protocol alone', () => {
    expect(line('dns', 'out').protocols).toEqual(['UDP', 'TCP']);
    expect(lines.filter(({ rule }) => rule.row === 'dns')).toHaveLength(1);
    expect(lines.reduce((sum, { protocols }) => sum + protocols.length, 0)).toBe(plan.rules.length);
  });

  it('show what a check found about the same host and port, one per port', () => {
    expect(of('host:license.starface.de', 'out')).toEqual(['tcp-port 8383']);
    expect(of('web', 'in')).toEqual(['tls-endpoint 443']);
  });

  it('a check that expects a port closed belongs to what must stay closed', () => {
    expect(of('closed:console', 'block')).toEqual(['tcp-port 22']);
    expect(of('closed:metrics', 'block')).toEqual([]);
    expect(of('xmpp', 'in')).toEqual([]);
  });
});
