import { createServer, type Server, type Socket } from 'node:net';
import { type Sshd, sshdMissing, startSshd, until } from '@stellwerk/testing';
import { bearer, type Party, refusal, startWorld, type World } from '../test/world.js';

const missing = sshdMissing();
const limits = { principal: { points: 200, seconds: 60 }, target: { points: 5, seconds: 60 }, totalMs: 6_000, connectionMs: 1_500 };

describe('the connection test', () => {
  let world: World;
  let north: Party;
  let tenantId: string;
  const servers: Server[] = [];
  beforeAll(async () => {
    world = await startWorld({ limits: { test: limits } });
    north = await world.party('north');
    tenantId = (await north.client.createTenant({ body: { name: 'Hansen' } })).id;
  }, 60_000);
  afterAll(async () => {
    for (const server of servers) server.close();
    await world.stop();
  });

  /** A server on a free port that does to every caller what `behave` says. */
  async function listen(behave: (socket: Socket) => void): Promise<number> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      behave(socket);
    });
    server.on('close', () => sockets.forEach((socket) => socket.destroy()));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as { port: number }).port;
  }
  const test = (values: object) => north.client.testSshServer({ body: { tenantId, host: '127.0.0.1', ...values } });
  const states = (result: { steps: { step: string; state: string }[] }) =>
    Object.fromEntries(result.steps.map(({ step, state }) => [step, state]));

  it.each<[string, (socket: Socket) => void, string, string]>([
    ['sends garbage', (socket) => socket.write('\x00\xff\x13garbage\r\n'.repeat(50)), 'banner', 'not-ssh'],
    ['speaks HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'banner', 'not-ssh'],
    ['never answers', () => undefined, 'banner', 'connection-timed-out'],
    [
      'sends an endless banner',
      (socket) => void setInterval(() => socket.writable && socket.write(`${'x'.repeat(900)}\r\n`), 5).unref(),
      'banner',
      'not-ssh',
    ],
    [
      'sends an endless line',
      (socket) => void setInterval(() => socket.writable && socket.write('SSH-2.0-' + 'x'.repeat(4_000)), 5).unref(),
      'banner',
      'not-ssh',
    ],
  ])(
    'names the step at which a server that %s fails, in bounded time',
    async (_, behave, step, code) => {
      const started = performance.now();
      const result = await test({ port: await listen(behave), username: 'x', credential: { kind: 'password', password: 'geheim' } });
      expect(performance.now() - started).toBeLessThan(limits.totalMs + 2_000);
      const failed = result.steps.filter(({ state }) => state === 'failed');
      expect(failed.map((each) => each.step)).toEqual([step]);
      expect([code, 'not-ssh', 'connection-timed-out']).toContain(failed[0]?.fault?.code);
      expect(failed[0]?.text).toMatch(/.{20}/);
      expect(states(result)).toMatchObject({
        name: 'passed',
        port: 'passed',
        'host-keys': 'skipped',
        credentials: 'skipped',
        forwarding: 'skipped',
      });
      expect(result).toMatchObject({ successful: false, hostKeys: [] });
    },
    20_000,
  );

  it('says refused for a port where nothing listens, and not found for a name that is none', async () => {
    const port = await listen(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const refused = await test({ port });
    expect(refused.steps).toMatchObject([
      { step: 'name', state: 'passed' },
      { step: 'port', state: 'failed', fault: { code: 'connection-refused' } },
      { state: 'skipped' },
      { state: 'skipped' },
      { state: 'skipped' },
      { state: 'skipped' },
    ]);
    const unknown = await test({ host: 'does-not-exist.invalid' });
    expect(unknown.steps[0]).toMatchObject({ step: 'name', state: 'failed', fault: { code: 'name-not-found' } });
    expect(unknown.addresses).toEqual([]);
  }, 20_000);

  it('goes nowhere that a tunnel might not go, in any notation, and never to our own services', async () => {
    for (const host of ['169.254.169.254', '[::ffff:169.254.169.254]', '0xa9fea9fe', '10.0.0.1']) {
      expect(await refusal(test({ host }))).toMatchObject({ status: 422, code: 'host-forbidden', errors: [{ pointer: '/host' }] });
    }
    for (const host of ['127.0.0.1', '127.0.0.2', '0x7f000001']) {
      expect((await refusal(test({ host, port: world.redis.port }))).code).toBe('host-forbidden');
    }
    expect((await test({ host: 'localhost', port: world.redis.port })).steps[0]).toMatchObject({
      step: 'name',
      state: 'failed',
      fault: { code: 'address-forbidden' },
    });
  });

  it('is slowed down per server, with the time to wait', async () => {
    const port = await listen((socket) => socket.end('no\r\n'));
    for (let i = 0; i < limits.target.points; i++) await test({ port });
    const slowed = await world.request('POST', '/api/v1/ssh-server-tests', {
      headers: bearer(north),
      body: { tenantId, host: '127.0.0.1', port },
    });
    expect([slowed.status, slowed.body.code, Number(slowed.headers.get('retry-after')) > 0]).toEqual([429, 'rate-limited', true]);
  }, 30_000);

  (missing === null ? describe : describe.skip)(`against a real sshd${missing === null ? '' : ` (${missing})`}`, () => {
    let sshd: Sshd;
    beforeEach(async () => {
      sshd = await startSshd({ hostKeys: ['ed25519', 'ecdsa', 'rsa'] });
    });
    afterEach(() => sshd.stop());
    const credential = () => ({ kind: 'private-key' as const, privateKey: sshd.userKey.privateKey });

    it('shows every host key and sends no credential before one is confirmed', async () => {
      const result = await test({ port: sshd.port, username: sshd.username, credential: credential() });
      expect(states(result)).toMatchObject({ banner: 'passed', 'host-keys': 'passed', credentials: 'skipped', forwarding: 'skipped' });
      expect(result.steps[4]?.text).toContain('Confirm the host key first');
      expect(result.hostKeys.map(({ fingerprint }) => fingerprint).sort()).toEqual(
        sshd.hostKeys.map(({ fingerprint }) => fingerprint).sort(),
      );
      expect(result.hostKeys.every(({ matches, bits }) => matches === null && (bits ?? 0) >= 256)).toBe(true);
      expect(result.banner).toMatch(/^SSH-2\.0-OpenSSH/);
      expect(sshd.log()).not.toMatch(/Accepted|Failed publickey|userauth/);
    }, 30_000);

    it('signs in and asks for forwarding once the key is confirmed, whichever type it is', async () => {
      for (const { fingerprint } of sshd.hostKeys.slice(0, 2)) {
        const result = await test({ port: sshd.port, username: sshd.username, credential: credential(), expectedFingerprint: fingerprint });
        expect(result.steps.filter(({ state }) => state !== 'passed')).toEqual([]);
        expect(result.successful).toBe(true);
        expect(result.hostKeys.filter(({ matches }) => matches).map((key) => key.fingerprint)).toEqual([fingerprint]);
      }
      await until('the session to be over', async () => (await sshd.sessions()).length === 0);
    }, 30_000);

    it('sends nothing to a server with another key than the confirmed one', async () => {
      const result = await test({
        port: sshd.port,
        username: sshd.username,
        credential: credential(),
        expectedFingerprint: `SHA256:${'A'.repeat(43)}`,
      });
      expect(states(result)).toMatchObject({ 'host-keys': 'failed', credentials: 'skipped' });
      expect(result.steps[3]?.fault).toMatchObject({ code: 'host-key-changed', params: { expected: `SHA256:${'A'.repeat(43)}` } });
      expect(result.hostKeys.every(({ matches }) => matches === false)).toBe(true);
      expect(sshd.log()).not.toMatch(/Accepted|Failed publickey|userauth/);
    }, 30_000);

    it('says that credentials are refused, and that forwarding is forbidden', async () => {
      const [{ fingerprint } = { fingerprint: '' }] = sshd.hostKeys;
      const wrong = await test({
        port: sshd.port,
        username: sshd.username,
        credential: { kind: 'password', password: 'falsch' },
        expectedFingerprint: fingerprint,
      });
      expect(wrong.steps[4]).toMatchObject({ state: 'failed', fault: { code: 'credentials-refused' } });
      await sshd.restart({ allowTcpForwarding: 'no' });
      const forbidden = await test({
        port: sshd.port,
        username: sshd.username,
        credential: credential(),
        expectedFingerprint: fingerprint,
      });
      expect(forbidden.steps[4]).toMatchObject({ state: 'passed' });
      expect(forbidden.steps[5]).toMatchObject({ state: 'failed', fault: { code: 'forwarding-forbidden' } });
    }, 30_000);

    it('uses the stored credential and keys for the stored host only', async () => {
      const [key] = sshd.hostKeys;
      const { id } = await north.client.createSshServer({
        body: {
          tenantId,
          name: 'G',
          host: '127.0.0.1',
          port: sshd.port,
          username: sshd.username,
          credential: credential(),
          hostKeys: [{ type: 'ssh-ed25519', fingerprint: key?.fingerprint ?? '' }],
        },
      });
      expect((await test({ port: sshd.port, sshServerId: id })).successful).toBe(true);
      const elsewhere = await test({ host: '127.0.0.2', port: sshd.port, sshServerId: id, expectedFingerprint: key?.fingerprint });
      expect(elsewhere.steps[4]?.state).toBe('skipped');
    }, 30_000);
  });
});
