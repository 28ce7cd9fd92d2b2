import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { describeWith, freePort, plainConnect, type Sshd, startSshd, startTcpServer, type TcpServer, until } from '@stellwerk/testing';
import { networkSide } from './network-side.js';
import { relay } from './relay.js';
import { newCounters, type RelayCounters } from './relay-counters.js';
import type { Session } from './session.js';
import type { SideListener } from './side.js';
import { dialTo, must, readAll } from './test/dial-to.js';

const MIB = 1_048_576;
const digest = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

describeWith(['sshd', 'ssh'], 'a connection through a tunnel', () => {
  let sshd: Sshd;
  let session: Session;
  let mapping: { readonly port: number; readonly counters: RelayCounters; readonly listener: SideListener };
  let onTarget: (socket: Socket) => void = () => undefined;
  let target: TcpServer;

  /** An outbound mapping as the worker makes it: listens beside us, dials `target` from the server. */
  const open = async () => {
    const counters = newCounters();
    const side = networkSide({ listenAddress: '127.0.0.1', pbxAddresses: ['127.0.0.1'], networks: [], connect: plainConnect });
    const port = await freePort();
    const listener = must(
      await side.listen({
        port,
        exposure: 'private',
        onConnection: (socket) =>
          void session
            .open('127.0.0.1', target.port)
            .then((opened) => (opened.ok ? relay(socket, opened.value, counters) : socket.destroy())),
      }),
    );
    return { port, counters, listener };
  };

  beforeAll(async () => {
    sshd = await startSshd();
    session = must(await dialTo(sshd));
    target = await startTcpServer((socket) => onTarget(socket));
    mapping = await open();
  });
  afterAll(async () => {
    session.destroy();
    await mapping.listener.close();
    await target.close();
    await sshd.stop();
  });

  it('loses no byte of 24 MiB to a slow reader when the sender closes at once: 20 runs', async () => {
    const data = randomBytes(24 * MIB);
    const want = digest(data);
    onTarget = (socket) => socket.end(data);
    const run = async (): Promise<string> => {
      const reader = connect({ port: mapping.port, host: '127.0.0.1' });
      const hash = createHash('sha256');
      let sinceRest = 0;
      // A reader that stops after every mebibyte, long enough for everything behind it to fill and for the sender to be gone.
      for await (const chunk of reader as AsyncIterable<Buffer>) {
        hash.update(chunk);
        sinceRest += chunk.length;
        if (sinceRest < MIB) continue;
        sinceRest = 0;
        await new Promise((resolve) => setTimeout(resolve, 4));
      }
      return hash.digest('hex');
    };
    for (let round = 0; round < 5; round += 1) expect(await Promise.all([run(), run(), run(), run()])).toEqual([want, want, want, want]);
    await until('every connection to be settled', () => mapping.counters.connections === 0, 10_000);
  }, 60_000);

  it('loses no byte upwards either, and the answer still comes after our end', async () => {
    const data = randomBytes(8 * MIB);
    onTarget = (socket) => {
      const hash = createHash('sha256');
      socket.on('data', (chunk: Buffer) => hash.update(chunk)).once('end', () => socket.end(hash.digest('hex')));
    };
    const before = { ...mapping.counters };
    const client = connect({ port: mapping.port, host: '127.0.0.1', allowHalfOpen: true });
    client.end(data);
    expect((await readAll(client)).toString()).toBe(digest(data));
    await until('the connection to be settled', () => mapping.counters.connections === 0);
    expect(mapping.counters.bytesOut - before.bytesOut).toBe(data.length);
    expect(mapping.counters.bytesIn - before.bytesIn).toBe(64);
    expect(mapping.counters.connectionsTotal - before.connectionsTotal).toBe(1);
  });

  it('carries bytes of a server that speaks first, byte for byte, many connections at once', async () => {
    onTarget = (socket) => {
      socket.write('hello ');
      socket.pipe(socket);
    };
    const one = async (i: number): Promise<string> => {
      const client = connect({ port: mapping.port, host: '127.0.0.1', allowHalfOpen: true });
      client.end(`call ${i}`);
      return (await readAll(client)).toString();
    };
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => one(i)));
    expect(answers).toEqual(Array.from({ length: 100 }, (_, i) => `hello call ${i}`));
    await until('every connection to be settled', () => mapping.counters.connections === 0);
  });

  it('mixes up no byte of fast and slow connections that share a session, both ways at once, across key exchanges', async () => {
    const rekeying = await startSshd({ rekeyLimit: '4M' });
    const shared = must(await dialTo(rekeying));
    onTarget = (socket) => void socket.pipe(socket);
    const near = await startTcpServer(
      (socket) => void shared.open('127.0.0.1', target.port).then((opened) => relay(socket, must(opened), newCounters())),
    );
    const one = async (restMs: number): Promise<boolean> => {
      const data = randomBytes(12 * MIB);
      const client = connect({ port: near.port, host: '127.0.0.1', allowHalfOpen: true });
      client.end(data);
      const hash = createHash('sha256');
      for await (const chunk of client as AsyncIterable<Buffer>) {
        hash.update(chunk);
        if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
      }
      return hash.digest('hex') === digest(data);
    };
    expect(await Promise.all([one(0), one(0), one(0), one(3)])).toEqual([true, true, true, true]);
    shared.destroy();
    await near.close();
    await rekeying.stop();
  }, 60_000);

  it('a reset on one side is a reset on the other, not a clean end', async () => {
    onTarget = (socket) => void socket.once('data', () => socket.resetAndDestroy());
    const client = connect({ port: mapping.port, host: '127.0.0.1' });
    client.write('x');
    const gone = new Promise((resolve) => client.on('error', () => undefined).once('close', resolve));
    client.resume();
    await gone;
    await until('the connection to be settled', () => mapping.counters.connections === 0);
  });

  it('the death of the session cuts connections instead of ending them cleanly', async () => {
    const doomed = must(await dialTo(sshd));
    onTarget = (socket) => void socket.write('half of it');
    const near = await startTcpServer(
      (socket) => void doomed.open('127.0.0.1', target.port).then((opened) => relay(socket, must(opened), newCounters())),
    );
    const client = connect({ port: near.port, host: '127.0.0.1' });
    let ended = false;
    let failure = '';
    client.on('end', () => (ended = true)).on('error', (error: NodeJS.ErrnoException) => (failure = error.code ?? ''));
    await new Promise((resolve) => client.once('data', resolve));
    const gone = new Promise((resolve) => client.once('close', resolve));
    doomed.destroy();
    await gone;
    expect({ ended, failure }).toEqual({ ended: false, failure: 'ECONNRESET' });
    await near.close();
  });
});
