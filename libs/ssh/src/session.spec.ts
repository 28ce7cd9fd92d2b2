import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { jest } from '@jest/globals';
import {
  describeWith,
  freePort,
  type Link,
  type Sshd,
  startLink,
  startSshd,
  startTcpServer,
  type TcpServer,
  until,
} from '@stellwerk/testing';
import { relay } from './relay.js';
import { newCounters } from './relay-counters.js';
import { codeOf, dialTo, must, readAll } from './test/dial-to.js';
import { processBudget } from './window-budget.js';

const MIB = 1_048_576;
const sha = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
/** The same rules as in production at a quarter of the time. */
const QUICK = { silenceMs: 1_000, answerMs: 1_000 };

describeWith(['sshd', 'ssh'], 'a session', () => {
  jest.setTimeout(30_000);
  let sshd: Sshd;
  let source: TcpServer;
  const data = randomBytes(12 * MIB);
  beforeAll(async () => {
    sshd = await startSshd();
    source = await startTcpServer((socket) => socket.end(data));
  });
  afterAll(async () => {
    await source.close();
    await sshd.stop();
  });

  const over = async (link: Link, body: () => Promise<void>): Promise<void> => {
    try {
      await body();
    } finally {
      await link.close();
    }
  };

  it('ends with the reason when sshd’s session is killed, at once', async () => {
    const session = must(await dialTo(sshd));
    const started = performance.now();
    await sshd.signalSessions('SIGKILL');
    expect((await session.closed).code).toBe('connection-lost');
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('answers the server’s last word on a connection where more may come: it would wait 40 ms for an acknowledgement', async () => {
    let last: 'server' | 'us' | null = null;
    const watched = await startTcpServer((near) => {
      const far = connect({ port: sshd.port, host: sshd.host });
      near.on('data', () => (last = 'us')).pipe(far);
      far.on('data', () => (last = 'server')).pipe(near);
      for (const end of [near, far]) end.on('error', () => undefined);
    });
    const short = await startTcpServer((socket) => socket.end('!'));
    const lasting = await startTcpServer(() => undefined);
    const session = must(await dialTo(sshd, { port: watched.port }));
    const round = async (): Promise<void> => {
      const channel = must(await session.open('127.0.0.1', short.port));
      const gone = new Promise((resolve) => channel.once('close', resolve));
      expect((await readAll(channel)).toString()).toBe('!');
      channel.end();
      await gone;
    };
    try {
      const other = must(await session.open('127.0.0.1', lasting.port));
      for (let rounds = 0; rounds < 5; rounds += 1) {
        await round();
        await until('the last word to be ours', () => last === 'us', 2_000);
      }
      other.destroy();
      must(await session.listen({ port: await freePort(), exposure: 'private', onConnection: (stream) => void stream.destroy() }));
      await round();
      await until('the last word to be ours', () => last === 'us', 2_000);
    } finally {
      session.destroy();
      await watched.close();
      await short.close();
      await lasting.close();
    }
  });

  it('keeps nothing of the credential, nor of who asked, once it is signed in', async () => {
    const collected = new Set<string>();
    const registry = new FinalizationRegistry<string>((name) => collected.add(name));
    const sessions = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        const credential = { kind: 'private-key', privateKey: sshd.userKey.privateKey } as const;
        const judgeHostKey = (): 'trusted' => 'trusted';
        registry.register(credential, `credential ${name}`);
        registry.register(judgeHostKey, `judge ${name}`);
        return must(await dialTo(sshd, { credential, judgeHostKey }));
      }),
    );
    await until('the collector to take all six', () => {
      setFlagsFromString('--expose-gc');
      (runInNewContext('gc') as () => void)();
      return collected.size === 6;
    });
    for (const session of sessions) {
      expect(await session.run('echo alive', 5_000)).toBe('alive\n');
      session.destroy();
    }
  });

  it('notices a server that fell silent, and a network that swallows every byte', async () => {
    const frozen = must(await dialTo(sshd, { keepAlive: QUICK }));
    const started = performance.now();
    await sshd.signalSessions('SIGSTOP');
    expect((await frozen.closed).code).toBe('keep-alive-timed-out');
    await sshd.signalSessions('SIGKILL');
    const link = await startLink({ port: sshd.port });
    await over(link, async () => {
      const session = must(await dialTo(sshd, { port: link.port, keepAlive: QUICK }));
      const pending = session.open('127.0.0.1', source.port).then((opened) => readAll(must(opened)));
      expect(sha(await pending)).toBe(sha(data));
      link.silence();
      const asked = session.open('127.0.0.1', source.port);
      expect((await session.closed).code).toBe('keep-alive-timed-out');
      expect(codeOf(await asked)).toBe('keep-alive-timed-out');
    });
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('raises no false alarm on a slow link that is full of data', async () => {
    const link = await startLink({ port: sshd.port, bytesPerSecond: 500_000 });
    await over(link, async () => {
      const session = must(await dialTo(sshd, { port: link.port, keepAlive: QUICK }));
      let lost: string | null = null;
      void session.closed.then((reason) => (lost = reason.code));
      const streams = await Promise.all([1, 2, 3, 4].map(() => session.open('127.0.0.1', source.port)));
      let received = 0;
      for (const stream of streams) must(stream).on('data', (chunk: Buffer) => (received += chunk.length));
      await until('2.5 MB over the slow link', () => received > 2_500_000 || lost !== null, 25_000);
      expect(lost).toBeNull();
      session.destroy();
    });
  });

  it('grows a channel’s window at a distance and only there, and gives the budget back', async () => {
    const rate = async (oneWayMs: number): Promise<{ taken: number }> => {
      const link = await startLink({ port: sshd.port, oneWayMs });
      let taken = 0;
      await over(link, async () => {
        const session = must(await dialTo(sshd, { port: link.port }));
        await until('the distance to be measured', () => (session.roundTripMs() ?? 0) >= 2 * oneWayMs);
        const stream = must(await session.open('127.0.0.1', source.port));
        stream.on('data', () => (taken = Math.max(taken, processBudget.used())));
        expect(sha(await readAll(stream))).toBe(sha(data));
        session.destroy();
        await session.closed;
      });
      await until('the budget to be given back', () => processBudget.used() === 0);
      return { taken };
    };
    expect((await rate(25)).taken).toBeGreaterThanOrEqual(2 * MIB);
  });

  it('carries everything through key exchanges in the middle of it', async () => {
    await sshd.restart({ rekeyLimit: '1M' });
    const session = must(await dialTo(sshd));
    const echo = await startTcpServer((socket) => void socket.pipe(socket));
    const near = await startTcpServer(
      (socket) => void session.open('127.0.0.1', echo.port).then((opened) => relay(socket, must(opened), newCounters())),
    );

    const client = connect({ host: '127.0.0.1', port: near.port, allowHalfOpen: true });
    client.end(data);
    expect(sha(await readAll(client))).toBe(sha(data));
    session.destroy();
    await near.close();
    await echo.close();
    await sshd.restart();
  });

  it('refuses to open or listen after its end, without throwing', async () => {
    const session = must(await dialTo(sshd));
    await sshd.kill();
    // In the moment between the death of the socket and its `close`, ssh2 throws.
    const answers = await Promise.all([
      session.open('127.0.0.1', 1),
      session.listen({ port: 20_000, exposure: 'private', onConnection: () => undefined }),
    ]);
    expect(answers.map(codeOf)).toEqual(['connection-lost', 'connection-lost']);
    expect(await session.run('true', 500)).toBeNull();
    await sshd.restart();
  });
});
