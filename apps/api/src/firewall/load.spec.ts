import { type FirewallExportFormat, type FirewallFacts, exportFirewall, firewallPlan, FirewallSettings } from '@stellwerk/domain';
import { available, type Knock, type Knocked, namespacesMissing, startNetwork, type TestNetwork } from '@stellwerk/testing';

const LICENCE = '198.51.100.83';
const NETWORK = { hosts: { 'license.starface.de': LICENCE, 'stun.starface.com': '198.51.100.84' }, further: [LICENCE, '198.51.100.84'] };
const facts: FirewallFacts = {
  product: 'starface',
  version: '8.1',
  edition: null,
  address: '10.77.0.2',
  networks: ['10.77.0.0/24'],
  modules: [],
  federation: null,
  sshServers: [],
};
const plan = firewallPlan(
  facts,
  FirewallSettings.parse({
    publicAddress: '198.51.100.1',
    switches: { appsFromInternet: true, stun: true, remoteWeb: true },
    overrides: [{ row: 'rtp-out', direction: 'off' }],
  }),
);
/** What a person may type as a name must not matter to what is loaded. */
const script = (format: FirewallExportFormat): string =>
  exportFirewall(format, { plan, locale: 'de', title: '"Kunde\' $(id) `id` \\\n# }' });

const [OUTSIDE, PBX, ROUTER] = ['198.51.100.77', '10.77.0.2', '198.51.100.1'];
const tcp = (host: string, port: number): Knock => ({ protocol: 'tcp', host, port });
const udp = (host: string, port: number): Knock => ({ protocol: 'udp', host, port });

/** Ports that answer on both sides, declared or not: only rules can keep anybody from them. */
const PORTS = { tcp: [22, 25, 80, 443, 5061, 5222, 8080, 8383, 50_080], udp: [53, 3478, 9_999, 10_000, 20_000, 40_000] };
const IN: readonly (readonly [Knock, Knocked])[] = [
  // Through NAT, and to the PBX itself where there is a way to it.
  [tcp(ROUTER, 443), 'answered'],
  [tcp(ROUTER, 5061), 'answered'],
  [tcp(ROUTER, 5222), 'answered'],
  [udp(ROUTER, 10_000), 'answered'],
  [udp(ROUTER, 20_000), 'answered'],
  [tcp(PBX, 443), 'answered'],
  [tcp(PBX, 22), 'silent'],
  [tcp(PBX, 80), 'silent'],
  [tcp(PBX, 50_080), 'silent'],
  [tcp(PBX, 8080), 'silent'],
  [udp(PBX, 9_999), 'silent'],
  [udp(PBX, 40_000), 'silent'],
];
const OUT: readonly (readonly [Knock, Knocked])[] = [
  [udp(OUTSIDE, 53), 'answered'],
  [tcp(LICENCE, 8383), 'answered'],
  [tcp(LICENCE, 443), 'answered'],
  [udp('198.51.100.84', 3478), 'answered'],
  // The same ports elsewhere, and another port of a declared host.
  [tcp(OUTSIDE, 8383), 'refused'],
  [udp(OUTSIDE, 3478), 'refused'],
  [tcp(LICENCE, 25), 'refused'],
  [tcp(OUTSIDE, 22), 'refused'],
];
const answers = (table: readonly (readonly [Knock, Knocked])[]) => table.map(([, expected]) => expected);
const knocks = (table: readonly (readonly [Knock, Knocked])[]) => table.map(([knock]) => knock);

const RULES: Readonly<
  Record<'nftables' | 'iptables', { readonly needs: readonly ('nft' | 'iptables')[]; readonly state: readonly string[] }>
> = {
  nftables: { needs: ['nft'], state: ['nft', 'list', 'ruleset'] },
  iptables: { needs: ['iptables'], state: ['sh', '-c', 'iptables -t nat -S; iptables -S; ip6tables -S'] },
};

for (const format of ['nftables', 'iptables'] as const) {
  const missing = [
    ...RULES[format].needs.filter((program) => available(program) === null),
    ...(namespacesMissing() === null ? [] : ['network namespaces']),
  ];
  const suite = missing.length === 0 ? describe : describe.skip;
  suite(`the ${format} export, loaded into a router${missing.length === 0 ? '' : ` [not on this machine: ${missing.join(', ')}]`}`, () => {
    let network: TestNetwork;
    let before: string;
    const load = (verb: string) => network.run('router', ['sh', '-s', verb], script(format));
    const state = () => network.run('router', RULES[format].state);

    beforeAll(async () => {
      network = await startNetwork(NETWORK);
      await Promise.all([network.listen('inside', PORTS), network.listen('outside', PORTS)]);
      before = await state();
    });
    afterAll(() => network.stop());

    it('without it everything passes, so that what is refused later is refused by it', async () => {
      const open = (all: readonly (readonly [Knock, Knocked])[]) => all.filter(([{ host }]) => host !== ROUTER);
      expect(new Set(await network.knock('outside', knocks(open(IN))))).toEqual(new Set(['answered']));
      expect(new Set(await network.knock('inside', knocks(open(OUT))))).toEqual(new Set(['answered']));
    });

    it('what is declared passes and nothing else does, in both directions', async () => {
      await load('load');
      expect(await network.knock('outside', knocks(IN))).toEqual(answers(IN));
      expect(await network.knock('inside', knocks(OUT))).toEqual(answers(OUT));
    });

    it('loaded a second time it is the same', async () => {
      const rules = (await state()).replace(/packets \d+ bytes \d+/g, '');
      await load('load');
      expect((await state()).replace(/packets \d+ bytes \d+/g, '')).toBe(rules);
      expect(await network.knock('outside', knocks(IN))).toEqual(answers(IN));
    });

    it('unloaded it leaves nothing', async () => {
      await load('unload');
      expect(await state()).toBe(before);
      expect(await network.knock('outside', [tcp(PBX, 8080)])).toEqual(['answered']);
    });
  });
}
