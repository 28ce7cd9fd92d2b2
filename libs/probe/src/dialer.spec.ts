import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createDialer } from './dialer.js';
import { type DnsAnswer, type DnsServer, startDnsServer } from './test/dns-server.js';

let server: Server;
let port: number;
let accepted: Socket[];
let dns: DnsServer;
let script: (type: string, name: string) => DnsAnswer;

beforeAll(async () => {
  server = createServer({ allowHalfOpen: true }, (socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  dns = await startDnsServer((type, name) => script(type, name));
});
beforeEach(() => {
  accepted = [];
  dns.questions.length = 0;
});
afterEach(() => accepted.forEach((socket) => socket.destroy()));
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await dns.close();
});

const guarded = (options = {}) => createDialer({ dnsServers: [dns.address], ...options });
const open = (options = {}) => guarded({ allowLoopback: true, ...options });

/** The fault, or a failure of the test. */
function faultOf(result: { ok: boolean; fault?: unknown }) {
  expect(result.ok).toBe(false);
  return result.fault as { code: string; params: Record<string, unknown> };
}

describe('the guarded dialer', () => {
  it.each([
    '127.0.0.1',
    'localhost',
    'db.localhost',
    '127.1',
    '0x7f.1',
    '2130706433',
    '0177.0.0.1',
    '[::1]',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '169.254.169.254',
    '0.0.0.0',
  ])('refuses %s before a packet leaves', async (host) => {
    const fault = faultOf(await guarded().connect(host, port));
    expect(fault.code).toBe('address-forbidden');
    expect(fault.params).toMatchObject({ host, port });
    expect(accepted).toHaveLength(0);
    expect(dns.questions).toEqual([]);
  });

  it('refuses a name when only one of its addresses is forbidden, whatever the order', async () => {
    for (const order of [
      ['93.184.216.34', '127.0.0.1'],
      ['127.0.0.1', '93.184.216.34'],
    ]) {
      script = () => order;
      expect(faultOf(await guarded().connect('two-faced.example', port))).toMatchObject({
        code: 'address-forbidden',
        params: { address: '127.0.0.1', reason: 'loopback' },
      });
    }
    script = (type) => (type === 'AAAA' ? ['::1'] : ['93.184.216.34']);
    expect(faultOf(await guarded().connect('two-faced.example', port))).toMatchObject({
      code: 'address-forbidden',
      params: { address: '::1' },
    });
    expect(accepted).toHaveLength(0);
  });

  it('resolves once and connects to the address it judged, so a rebinding name gains nothing', async () => {
    let asked = 0;
    script = (type) => (type === 'A' ? [asked++ === 0 ? '127.0.0.1' : '127.0.0.2'] : []);
    const result = await open().connect('rebind.example', port);
    expect(result.ok && result.value.remoteAddress).toBe('127.0.0.1');
    expect(dns.questions.sort()).toEqual(['A rebind.example', 'AAAA rebind.example']);
    if (result.ok) result.value.destroy();
  });

  it('opens private networks only by the allow-list, and loopback by no allow-list at all', async () => {
    script = (type, name) => (type === 'A' ? [name.startsWith('lan') ? '10.1.2.3' : '127.0.0.1'] : []);
    expect((await guarded().resolve('lan.example', 22)).ok).toBe(false);
    expect(await guarded().resolve('lan.example', 22, { allowedNetworks: ['10.1.0.0/16'] })).toEqual({
      ok: true,
      value: { addresses: ['10.1.2.3'] },
    });
    expect(faultOf(await guarded().resolve('sly.example', 22, { allowedNetworks: ['127.0.0.0/8', '0.0.0.0/0'] })).params.reason).toBe(
      'loopback',
    );
  });

  it('never connects to a protected endpoint, in whichever notation and on whichever loopback address', async () => {
    const dialer = open({ protectedEndpoints: [`127.0.0.1:${port}`] });
    for (const host of ['127.0.0.1', '::ffff:127.0.0.1', 'localhost', '127.0.0.2', '::1', '2130706433']) {
      expect(faultOf(await dialer.connect(host, port)).params.reason).toBe('protected-endpoint');
    }
    expect(accepted).toHaveLength(0);
  });

  it('hands on a half-open socket: what we say after the other side has ended still arrives', async () => {
    const result = await open().connect('127.0.0.1', port);
    if (!result.ok) throw new Error(result.fault.code);
    const socket = result.value;
    while (accepted.length === 0) await new Promise((resolve) => server.once('connection', resolve));
    const chunks: Buffer[] = [];
    const heard = new Promise((resolve) => accepted[0]?.on('data', (chunk: Buffer) => chunks.push(chunk)).once('end', resolve));
    const ended = new Promise((resolve) => socket.resume().once('end', resolve));
    accepted[0]?.end();
    await ended;
    await new Promise(setImmediate);
    socket.end('tail');
    await heard;
    expect(Buffer.concat(chunks).toString()).toBe('tail');
  });

  it('tells refused, unknown and unresolvable apart', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const dead = (closed.address() as AddressInfo).port;
    await new Promise((resolve) => closed.close(resolve));
    expect(faultOf(await open().connect('127.0.0.1', dead)).code).toBe('connection-refused');

    script = () => 'nothing';
    expect(faultOf(await open().connect('nowhere.example', port))).toMatchObject({
      code: 'name-not-found',
      params: { host: 'nowhere.example' },
    });
    script = () => 'failure';
    expect(faultOf(await open().connect('broken.example', port))).toMatchObject({
      code: 'name-not-found',
      params: { reason: 'ESERVFAIL' },
    });
  });

  it('tries the next address when one refuses', async () => {
    script = (type) => (type === 'A' ? ['127.0.0.9', '127.0.0.1'] : []);
    const result = await open().connect('several.example', port);
    expect(result.ok && result.value.remoteAddress).toBe('127.0.0.1');
    if (result.ok) result.value.destroy();
  });

  it('does not wait for a server that drops AAAA questions', async () => {
    script = (type) => (type === 'A' ? ['127.0.0.1'] : 'silence');
    const startedAt = performance.now();
    const result = await open().connect('slow.example', port);
    expect(result.ok).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    if (result.ok) result.value.destroy();
  });

  it('keeps its deadline when DNS is silent, and stops when the caller does', async () => {
    script = () => 'silence';
    expect(faultOf(await open().connect('mute.example', port, { timeoutMs: 150 }))).toMatchObject({
      code: 'name-not-found',
      params: { reason: 'ETIMEOUT' },
    });
    const caller = new AbortController();
    const pending = open().connect('mute.example', port, { signal: caller.signal, timeoutMs: 60_000 });
    caller.abort();
    expect((await pending).ok).toBe(false);
  });

  it('keeps at most so many connections in the making per target, and serves the rest in turn', async () => {
    let waiting = 0;
    let most = 0;
    script = (type) => {
      if (type === 'A') most = Math.max(most, ++waiting);
      return type === 'A' ? ['127.0.0.1'] : [];
    };
    const dialer = open({ perTarget: 2 });
    const results = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const result = await dialer.connect('busy.example', port);
        waiting -= 1;
        return result;
      }),
    );
    expect(results.every((result) => result.ok)).toBe(true);
    expect(most).toBeLessThanOrEqual(3);
    results.forEach((result) => result.ok && result.value.destroy());
  });

  it('lets a caller who waits for a place go when its time is up', async () => {
    script = () => 'silence';
    const dialer = open({ total: 1 });
    const caller = new AbortController();
    const holder = dialer.connect('mute.example', port, { timeoutMs: 60_000, signal: caller.signal });
    expect(faultOf(await dialer.connect('127.0.0.1', port, { timeoutMs: 50 })).code).toBe('connection-timed-out');
    caller.abort();
    await holder;
    const result = await dialer.connect('127.0.0.1', port);
    expect(result.ok).toBe(true);
    if (result.ok) result.value.destroy();
  });
});
