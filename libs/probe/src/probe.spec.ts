import type { Socket } from 'node:net';
import type { ServiceProtocol } from '@stellwerk/domain';
import { probeService } from './probe.js';
import { type Peer, startPeer, startTlsPeer } from './test/peers.js';

const open: Peer[] = [];
const peer = async (act: (socket: Socket) => void): Promise<Peer> => {
  const started = await startPeer(act);
  open.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const probe = async (at: Peer, protocol: ServiceProtocol, timeoutMs = 2_000) =>
  probeService(protocol, await at.dial(), { host: 'dc01.kunde.local', port: at.port, timeoutMs });
const answering = (bytes: Buffer | string) => (socket: Socket) => void socket.once('data', () => socket.write(bytes));
const greeting = (bytes: Buffer | string) => (socket: Socket) => void socket.write(bytes);
const hex = (text: string): Buffer => Buffer.from(text.replace(/\s+/g, ''), 'hex');

// SearchResultEntry of a root DSE: dnsHostName = dc01.kunde.local
const ROOT_DSE = hex('30 2d 02 01 01 64 28 04 00 30 24 30 22 04 0b 646e73486f73744e616d65 31 13 04 11 646330312e6b756e64652e6c6f63616c2e');
// SearchResultDone operationsError, as Active Directory says when it wants a bind first.
const LDAP_DONE = hex('30 0c 02 01 01 65 07 0a 01 01 04 00 04 00');
// TDS PRELOGIN answer of SQL Server 2019 (15.0.2000): VERSION and ENCRYPTION.
const PRELOGIN = hex('04 01 00 1a 00 00 01 00 00 000b 0006 01 0011 0001 ff 0f 00 07d0 0000 01');
const MYSQL = Buffer.concat([hex('4a 00 00 00 0a'), Buffer.from('8.0.36\0', 'latin1'), Buffer.alloc(66)]);
const SMB = (() => {
  const message = Buffer.alloc(4 + 64 + 65);
  message.writeUIntBE(64 + 65, 1, 3);
  message.write('\xfeSMB', 4, 'latin1');
  message.writeUInt16LE(64, 8);
  message.writeUInt16LE(65, 4 + 64);
  message.writeUInt16LE(3, 4 + 64 + 2);
  message.writeUInt16LE(0x0302, 4 + 64 + 4);
  return message;
})();
const XMPP = "<?xml version='1.0' encoding='UTF-8'?><stream:stream xmlns='jabber:client' from='starface.local' id='1' version='1.0'>";
const METRICS = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\n\r\n# HELP up\n';

const SERVICES: readonly (readonly [ServiceProtocol, (socket: Socket) => void, Record<string, string>])[] = [
  ['tcp', () => undefined, {}],
  ['ldap', answering(ROOT_DSE), { dnsHostName: 'dc01.kunde.local.' }],
  ['ldap', answering(LDAP_DONE), { result: '1' }],
  ['mssql', answering(PRELOGIN), { version: '15.0.2000' }],
  ['postgresql', answering('S'), { tls: 'offered' }],
  ['postgresql', answering('N'), { tls: 'not offered' }],
  ['mysql', greeting(MYSQL), { version: '8.0.36' }],
  ['smb', answering(SMB), { dialect: '3.0.2', signing: 'required' }],
  ['ami', greeting('Asterisk Call Manager/7.0.3\r\n'), { version: '7.0.3' }],
  ['http', answering('HTTP/1.1 302 Found\r\nServer: nginx\r\n\r\n'), { status: '302', server: 'nginx' }],
  ['http-metrics', answering(METRICS), { status: '200', type: 'text/plain; version=0.0.4' }],
  ['ssh', greeting('Welcome\r\nSSH-2.0-OpenSSH_for_Windows_9.5\r\n'), { software: 'OpenSSH_for_Windows_9.5' }],
  ['xmpp', answering(XMPP), { from: 'starface.local', version: '1.0' }],
];

describe('probing a service', () => {
  it.each(SERVICES)('understands %s, and leaves no connection behind', async (protocol, act, facts) => {
    const at = await peer(act);
    expect(await probe(at, protocol)).toMatchObject({ ok: true, value: { protocol, facts } });
    await at.idle();
  });

  it.each(SERVICES)('understands %s also when it comes byte by byte', async (protocol, act, facts) => {
    const at = await peer((socket) => {
      const whole = socket.write.bind(socket);
      const dripping = async (bytes: Buffer): Promise<void> => {
        socket.setNoDelay(true);
        for (const byte of bytes) await new Promise((resolve) => whole(Buffer.from([byte]), resolve));
      };
      socket.write = (bytes: Buffer | string) => (void dripping(Buffer.from(bytes)), true);
      act(socket);
    });
    expect(await probe(at, protocol)).toMatchObject({ ok: true, value: { facts } });
  });

  it('speaks LDAP inside TLS for ldaps, whoever signed the certificate', async () => {
    const at = await startTlsPeer(answering(ROOT_DSE));
    open.push(at);
    expect(await probe(at, 'ldaps')).toMatchObject({ ok: true, value: { facts: { dnsHostName: 'dc01.kunde.local.', tls: 'TLSv1.3' } } });
  });

  it('says goodbye, so that MySQL counts a refused sign-in and not an interrupted handshake', async () => {
    const at = await peer(greeting(MYSQL));
    await probe(at, 'mysql');
    await at.idle();
    expect(at.heard().toString('latin1')).toContain('stellwerk-probe');
  });

  it('cannot be made to inject a header by a host name', async () => {
    const at = await peer(answering('HTTP/1.1 200 OK\r\n\r\n'));
    await probeService('http', await at.dial(), { host: 'a\r\nX-Evil: 1', timeoutMs: 2_000 });
    expect(at.heard().toString()).not.toContain('\r\nX-Evil');
  });
});

const TALKING: readonly ServiceProtocol[] = [
  'ldap',
  'ldaps',
  'mssql',
  'postgresql',
  'mysql',
  'smb',
  'ami',
  'http',
  'http-metrics',
  'ssh',
  'xmpp',
];

describe('probing what is not the service', () => {
  it.each(TALKING)('%s: a peer that never answers is silent, in time', async (protocol) => {
    const at = await peer(() => undefined);
    const startedAt = performance.now();
    expect(await probe(at, protocol, 200)).toMatchObject({ ok: false, fault: { code: 'target-silent', params: { protocol } } });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await at.idle();
  });

  it.each<ServiceProtocol>(['tcp', ...TALKING])('%s: a relay that accepts and closes at once counts as refused', async (protocol) => {
    const at = await peer((socket) => socket.end());
    expect(await probe(at, protocol)).toMatchObject({ ok: false, fault: { code: 'target-refused' } });
  });

  it.each<ServiceProtocol>(['tcp', ...TALKING])('%s: a reset counts as refused', async (protocol) => {
    const at = await peer(() => undefined);
    const stream = await at.dial();
    const [result] = await Promise.all([probeService(protocol, stream, { host: 'x' }), at.reset()]);
    expect(result).toMatchObject({ ok: false, fault: { code: 'target-refused' } });
  });

  it.each(TALKING)('%s: endless noise is the wrong protocol, and read no further than it must be', async (protocol) => {
    const noise = Buffer.alloc(64 * 1024, 0x07);
    const at = await peer((socket) => {
      const flood = (): void => void (socket.destroyed || socket.write(noise, flood));
      flood();
    });
    expect(await probe(at, protocol)).toMatchObject({ ok: false, fault: { code: 'target-wrong-protocol' } });
    await at.idle();
  });

  it.each(TALKING.filter((protocol) => !protocol.startsWith('http')))(
    '%s: a web server is the wrong protocol, and the fault shows its answer',
    async (protocol) => {
      const at = await peer(greeting('HTTP/1.1 400 Bad Request\r\n\r\n' + 'x'.repeat(9000)));
      const result = await probe(at, protocol);
      expect(result).toMatchObject({ ok: false, fault: { code: 'target-wrong-protocol' } });
      if (protocol !== 'ldaps') expect(result).toMatchObject({ fault: { params: { received: expect.stringContaining('HTTP/1.1 400') } } });
    },
  );

  it('an endless header is given up long before the time is', async () => {
    const at = await peer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const flood = (): void => void (socket.destroyed || socket.write('X-More: and more\r\n', flood));
      flood();
    });
    expect(await probe(at, 'http', 30_000)).toMatchObject({ ok: false, fault: { code: 'target-wrong-protocol' } });
    await at.idle();
  });

  it('a sign-in page is no metrics', async () => {
    for (const head of ['HTTP/1.1 401 Unauthorized\r\n\r\n', 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n']) {
      expect(await probe(await peer(answering(head)), 'http-metrics')).toMatchObject({
        ok: false,
        fault: { code: 'target-wrong-protocol' },
      });
    }
  });

  it('an SSH server is no PostgreSQL, although both begin with S', async () => {
    expect(await probe(await peer(greeting('SSH-2.0-OpenSSH_9.2\r\n')), 'postgresql')).toMatchObject({
      ok: false,
      fault: { code: 'target-wrong-protocol' },
    });
  });

  it('stops at once when the caller does', async () => {
    const at = await peer(() => undefined);
    const caller = new AbortController();
    const pending = probeService('ldap', await at.dial(), { host: 'x', signal: caller.signal, timeoutMs: 60_000 });
    caller.abort();
    expect((await pending).ok).toBe(false);
    await at.idle();
  });
});
