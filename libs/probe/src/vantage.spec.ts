import type { Duplex } from 'node:stream';
import { failed, fault, ok, type Result } from '@stellwerk/domain';
import { describeWith, type Named, plainConnect, type Sshd, startNamed, startSshd, startTcpServer } from '@stellwerk/testing';
import { createDialer } from './dialer.js';
import { probeInternalName } from './dns/probe.js';
import { probeTcpPort } from './tcp-port.js';
import { startDnsServer } from './test/dns-server.js';
import { openThrough } from './test/ssh-open.js';
import { edgeVantage, sshVantage, type SshVantageOptions } from './vantage.js';

const signal = new AbortController().signal;
const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.fault.code);

/** A way inside that notes what it was asked for. */
function inside(options: Partial<SshVantageOptions> = {}) {
  const asked: string[] = [];
  const connect = sshVantage({
    open: (host, port) => {
      asked.push(`${host}:${port}`);
      return Promise.resolve(failed(fault('target-refused', { host, port })));
    },
    dialer: createDialer({ dnsServers: ['127.0.0.1:9'] }),
    ...options,
  });
  return { asked, connect };
}

describe('looking from inside a customer’s network', () => {
  it('reaches the private networks and the loopback of the SSH server', async () => {
    const { asked, connect } = inside();
    for (const host of ['127.0.0.1', '10.1.2.3', '192.168.7.7', '100.64.0.9', 'fd00:1::7', 'localhost', '203.0.113.5', '93.184.216.34'])
      await connect(host, 443, { signal });
    expect(asked).toEqual([
      '127.0.0.1:443',
      '10.1.2.3:443',
      '192.168.7.7:443',
      '100.64.0.9:443',
      'fd00:1::7:443',
      'localhost:443',
      '203.0.113.5:443',
      '93.184.216.34:443',
    ]);
  });

  it('never asks for metadata, link-local, multicast or unspecified addresses, however they are written', async () => {
    const { asked, connect } = inside();
    const forbidden = [
      '169.254.169.254',
      '0xa9fea9fe',
      '::ffff:169.254.169.254',
      '[fe80::1]',
      '169.254.7.7',
      '100.100.100.200',
      '168.63.129.16',
      'fd00:ec2::254',
      '0.0.0.0',
      '224.0.0.1',
      '64:ff9b::a9fe:a9fe',
      'metadata.google.internal',
      'METADATA',
      'instance-data.ec2.internal',
    ];
    for (const host of forbidden) expect([host, codeOf(await connect(host, 80, { signal }))]).toEqual([host, 'address-forbidden']);
    expect(asked).toEqual([]);
  });

  it('never asks for our own endpoints; a loopback port is ours only on the single machine', async () => {
    const protectedEndpoints = ['10.0.0.5:5432', '127.0.0.1:5432'];
    const far = inside({ protectedEndpoints });
    for (const host of ['10.0.0.5', '127.0.0.1']) await far.connect(host, 5432, { signal });
    expect(far.asked).toEqual(['127.0.0.1:5432']);
    const near = inside({ protectedEndpoints, allowLoopback: true });
    for (const host of ['10.0.0.5', '127.0.0.1', 'localhost', '127.9.9.9'])
      expect(codeOf(await near.connect(host, 5432, { signal }))).toBe('address-forbidden');
    expect(near.asked).toEqual([]);
  });

  it('never asks for a name that leads to a forbidden address as seen from here', async () => {
    const dns = await startDnsServer((type, name) =>
      type === 'A' ? [name === 'lan.acme.example' ? '192.168.7.7' : '169.254.169.254'] : 'nothing',
    );
    const { asked, connect } = inside({ dialer: createDialer({ dnsServers: [dns.address] }) });
    expect(codeOf(await connect('innocent.acme.example', 80, { signal }))).toBe('address-forbidden');
    expect(codeOf(await connect('lan.acme.example', 80, { signal }))).toBe('target-refused');
    expect(asked).toEqual(['lan.acme.example:80']);
    await dns.close();
  });

  it.each([
    ['refused', fault('target-refused')],
    ['filtered', fault('target-unreachable', { detail: 'Connection timed out' })],
    ['filtered', fault('target-unreachable')],
    ['unreachable', fault('target-unreachable', { detail: 'No route to host' })],
    ['unable-to-tell', fault('forwarding-forbidden')],
    ['unable-to-tell', fault('target-name-not-found')],
    ['unable-to-tell', fault('connection-lost')],
  ])('has the verdict %s when the SSH server says %j', async (verdict, told) => {
    const { connect } = inside({ open: () => Promise.resolve(failed(told)) });
    const facts = await probeTcpPort({ connect, host: '10.1.2.3', port: 8383 });
    expect([facts.verdict, facts.unable?.code ?? null]).toEqual([verdict, verdict === 'unable-to-tell' ? told.code : null]);
  });

  it('closes a channel that opens after the probe has given up', async () => {
    const server = await startTcpServer(() => undefined);
    let deliver: (result: Result<Duplex>) => void = () => undefined;
    const late = new Promise<Result<Duplex>>((resolve) => (deliver = resolve));
    const { connect } = inside({ open: () => late });
    const stop = new AbortController();
    const connecting = connect('10.1.2.3', 80, { signal: stop.signal });
    stop.abort();
    expect(codeOf(await connecting)).toBe('connection-timed-out');
    const opened = await plainConnect(server.host, server.port);
    if (!opened.ok) throw new Error('no server');
    const closed = new Promise((resolve) => opened.value.once('close', resolve));
    deliver(ok(opened.value));
    await closed;
    await server.close();
  });
});

describe('looking from the edge', () => {
  it('goes through the guarded dialer, with the networks that the provider opened', async () => {
    const server = await startTcpServer(() => undefined);
    expect(codeOf(await edgeVantage(createDialer())('127.0.0.1', server.port, { signal }))).toBe('address-forbidden');
    expect(codeOf(await edgeVantage(createDialer(), ['10.0.0.0/8'])('192.168.7.7', 80, { signal }))).toBe('address-forbidden');
    const open = await probeTcpPort({ connect: edgeVantage(createDialer({ allowLoopback: true })), host: '127.0.0.1', port: server.port });
    expect(open).toMatchObject({ verdict: 'open', address: '127.0.0.1', unable: null });
    await server.close();
  });
});

describeWith(['sshd', 'ssh', 'named'], 'through a real SSH server', () => {
  let sshd: Sshd;
  let named: Named;
  beforeAll(async () => {
    named = await startNamed([{ name: 'acme.example', records: ['connect A 192.168.1.100'] }]);
    sshd = await startSshd();
  });
  afterAll(() => Promise.all([sshd.stop(), named.stop()]));

  it('the name is resolved by a DNS server inside', async () => {
    const connect = sshVantage({ open: await openThrough(sshd), dialer: createDialer() });
    const facts = await probeInternalName({ name: 'connect.acme.example' }, { connect, resolvers: ['127.0.0.1:9', named.plain] });
    if (!facts.ok) throw new Error(facts.fault.code);
    const [a, aaaa] = facts.value.questions;
    expect(a?.answers).toMatchObject([
      { resolver: named.plain, rcode: 'NOERROR', authoritative: false, records: [{ type: 'A', value: '192.168.1.100' }] },
    ]);
    expect(aaaa?.answers).toMatchObject([{ rcode: 'NOERROR', records: [] }]);
  });

  it('nothing can be told where no DNS server inside can be reached', async () => {
    const connect = sshVantage({ open: await openThrough(sshd), dialer: createDialer() });
    const facts = await probeInternalName({ name: 'connect.acme.example' }, { connect, resolvers: ['127.0.0.1:9'] });
    expect(codeOf(facts)).toBe('target-silent');
  });
});
