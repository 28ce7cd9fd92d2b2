import { describeWith, until } from '@stellwerk/testing';
import { AUTOHAUS, HAFENKANTE, KLINIKUM, STADTWERKE } from '../demo/fleet.js';
import { clientOf, type Run, Stack } from './stack.js';

/** What is to be found, by customer. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  [STADTWERKE]: ['certificate-not-selected'],
  [HAFENKANTE]: [
    'federation-name-unrelated',
    'srv-microsoft-collision',
    'caa-forbids',
    'address-differs',
    'client-auth-missing',
    'wildcard-refused',
    'certificate-critical',
    'federation-client-certificate-not-requested',
    'old-version-accepted',
    'route-address',
    'acme-previous-deleted',
  ],
  [KLINIKUM]: ['port-refused'],
  [AUTOHAUS]: ['certificate-expiring'],
};
/** What follows from this being a demonstration is muted, with a reason. */
const MUTED = ['address-not-public', 'partner-certificate', 'root-untrusted'];

describeWith(['sshd', 'ssh', 'redis-server', 'named'], 'the demonstration', () => {
  let stack: Stack;
  let run: Run;
  beforeAll(async () => {
    stack = await Stack.make();
  });
  afterAll(() => stack.remove(), 30_000);

  it('shows a newcomer six customers with green tunnels, one in trouble that names its hop, one switched off, and moving numbers', async () => {
    run = stack.start({ STELLWERK_DEMO: '1' });
    const api = clientOf(await run.ready());
    const tunnels = async () => (await api.listTunnels({ query: { limit: 200 } })).items;
    const states = async (): Promise<Record<string, number>> => {
      const { tunnels: counts } = await api.overview();
      return { up: counts.up, attention: counts.attention, stopped: counts.stopped };
    };
    await until(
      'the demonstration to be green',
      async () => JSON.stringify(await states()) === JSON.stringify({ up: 11, attention: 1, stopped: 1 }),
      20_000,
    );
    const trouble = (await tunnels()).find((tunnel) => tunnel.status.state === 'degraded');
    expect(trouble?.status.mappings.map((mapping) => mapping.reason && { code: mapping.reason.code, hop: mapping.reason.hop })).toEqual([
      null,
      { code: 'target-refused', hop: 'target' },
    ]);
    await until(
      'bytes through every green mapping',
      async () =>
        (await tunnels())
          .filter((t) => t.status.state === 'up')
          .every((t) => t.status.mappings.every((m) => m.bytesIn > 0 && m.bytesOut > 0)),
      30_000,
    );
    const pbxs = (await api.listPbxs({ query: { limit: 200 } })).items;
    expect(new Set(pbxs.map((pbx) => pbx.product))).toEqual(new Set(['starface', 'xphone-connect', 'estos-ucserver']));
    // What a newcomer adds on 127.0.0.1 must not meet a port of the demonstration.
    expect(pbxs.every((pbx) => /^127\.(?!0\.)/.test(pbx.listenAddress))).toBe(true);
  }, 120_000);

  it('finds good and bad with servers of its own, from outside and from inside, and mutes what only a demonstration has', async () => {
    const api = clientOf(await run.ready());
    const findings = async (state: 'open' | 'muted') => (await api.listFindings({ query: { limit: 200, state } })).items;
    const told = async (state: 'open' | 'muted'): Promise<ReadonlySet<string>> =>
      new Set((await findings(state)).map(({ tenantName, code }) => `${tenantName}: ${code}`));
    const all = (codes: Readonly<Record<string, readonly string[]>>): readonly string[] =>
      Object.entries(codes).flatMap(([customer, list]) => list.map((code) => `${customer}: ${code}`));
    const missing = async (state: 'open' | 'muted', wanted: readonly string[]): Promise<readonly string[]> => {
      const seen = await told(state);
      return wanted.filter((one) => !seen.has(one));
    };
    await until('every finding', async () => (await missing('open', all(EXPECTED))).length === 0, 60_000).catch(async () =>
      expect(await missing('open', all(EXPECTED))).toEqual([]),
    );
    const accepted = [STADTWERKE, HAFENKANTE].map((customer) => [customer, MUTED] as const);
    await until('the rest to be muted', async () => (await missing('muted', all(Object.fromEntries(accepted)))).length === 0, 60_000);
    // Who works with care has one thing left to do.
    const failures = (await findings('open')).filter(({ tenantName, severity }) => tenantName === STADTWERKE && severity === 'fail');
    expect(failures.map(({ code }) => code)).toEqual(['certificate-not-selected']);
    const inside = (await api.listChecks({ query: { limit: 200, kind: 'tcp-port', status: 'ok' } })).items;
    expect(inside.filter(({ vantage, origin }) => vantage.kind === 'ssh-server' && origin === 'free')).toHaveLength(2);
    const id = (await api.listPbxs({ query: { limit: 200 } })).items.find(({ name }) => name === 'XPhone Connect Hafenkante')?.id ?? '';
    const [sighting] = (await api.getMtlsTest({ params: { id } })).sightings;
    expect(sighting?.answers.map(({ code }) => code)).toContain('client-certificate-server-only');
  }, 150_000);

  it('is written once: what a person deleted stays deleted', async () => {
    const api = clientOf(await run.ready());
    const [tunnel] = (await api.listTunnels({ query: { limit: 200 } })).items;
    await api.deleteTunnel({ params: { id: tunnel?.id ?? '' }, ifMatch: tunnel?.version });
    expect(await run.stop()).toBe(0);
    const again = clientOf(await stack.start({ STELLWERK_DEMO: '1' }).ready());
    expect((await again.listTunnels({ query: { limit: 200 } })).items).toHaveLength(12);
    expect((await again.listTenants({ query: {} })).items).toHaveLength(6);
  }, 120_000);
});
