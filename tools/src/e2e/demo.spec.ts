import { describeWith, until } from '@stellwerk/testing';
import { clientOf, type Run, Stack } from './stack.js';

describeWith(['sshd', 'ssh', 'redis-server'], 'the demonstration', () => {
  let stack: Stack;
  let run: Run;
  beforeAll(async () => {
    stack = await Stack.make();
  });
  afterAll(() => stack.remove(), 30_000);

  it('shows a newcomer five customers with green tunnels, one in trouble that names its hop, one switched off, and moving numbers', async () => {
    run = stack.start({ STELLWERK_DEMO: '1' });
    const api = clientOf(await run.ready());
    const tunnels = async () => (await api.listTunnels({ query: { limit: 200 } })).items;
    const states = async (): Promise<Record<string, number>> => {
      const { tunnels: counts } = await api.overview();
      return { up: counts.up, attention: counts.attention, stopped: counts.stopped };
    };
    await until(
      'the demonstration to be green',
      async () => JSON.stringify(await states()) === JSON.stringify({ up: 10, attention: 1, stopped: 1 }),
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

  it('is written once: what a person deleted stays deleted', async () => {
    const api = clientOf(await run.ready());
    const [tunnel] = (await api.listTunnels({ query: { limit: 200 } })).items;
    await api.deleteTunnel({ params: { id: tunnel?.id ?? '' }, ifMatch: tunnel?.version });
    expect(await run.stop()).toBe(0);
    const again = clientOf(await stack.start({ STELLWERK_DEMO: '1' }).ready());
    expect((await again.listTunnels({ query: { limit: 200 } })).items).toHaveLength(11);
    expect((await again.listTenants({ query: {} })).items).toHaveLength(5);
  }, 120_000);
});
