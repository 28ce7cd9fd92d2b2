import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { connect } from 'node:net';
import { jest } from '@jest/globals';
import { fault } from '@stellwerk/domain';
import { describeWith, freePort, makeKey, signUserKey, type Sshd, sshdMissing, startSshd, startTcpServer, until } from '@stellwerk/testing';
import { join } from 'node:path';
import { opensshClient } from './engines.js';
import { codeOf, dialTo, must, readAll } from './test/dial-to.js';

const PQ_ONLY = 'sntrup761x25519-sha512@openssh.com';
const workplaces = async (): Promise<string[]> => (await readdir(tmpdir())).filter((name) => name.startsWith('stw-'));

describeWith(['sshd', 'ssh'], 'a server that ssh2 cannot speak to', () => {
  jest.setTimeout(30_000);
  let sshd: Sshd;
  beforeAll(async () => (sshd = await startSshd({ kexAlgorithms: PQ_ONLY, gatewayPorts: 'clientspecified' })));
  afterAll(() => sshd.stop());

  it('is served by the machine’s own client when the engine is `auto`, and refused by ssh2 alone', async () => {
    expect(await opensshClient()).toMatch(/^OpenSSH_/);
    expect(await dialTo(sshd, { engine: 'ssh2' })).toMatchObject({ fault: { code: 'no-common-algorithm', params: { server: [PQ_ONLY] } } });
    const session = must(await dialTo(sshd));
    expect(session.engine).toBe('openssh');
    expect(session.hostKey.fingerprint).toBe(sshd.hostKeys[0]?.fingerprint);
    session.destroy();
    await session.closed;
  });

  it('opens, listens, runs and proves like the other engine, and leaves nothing behind', async () => {
    const before = await workplaces();
    const session = must(await dialTo(sshd, { engine: 'openssh' }));
    const echo = await startTcpServer((socket) => void socket.pipe(socket));
    const streams = await Promise.all([1, 2, 3].map(() => session.open('127.0.0.1', echo.port)));
    for (const [i, stream] of streams.entries()) {
      must(stream).end(`call ${i}`);
      expect((await readAll(must(stream))).toString()).toBe(`call ${i}`);
    }
    expect(codeOf(await session.open('127.0.0.1', 1))).toBe('target-refused');
    expect(codeOf(await session.open('nowhere.invalid', 80))).toBe('target-name-not-found');
    const port = await freePort();
    const listener = must(await session.listen({ port, exposure: 'private', onConnection: (stream) => void stream.end('from the PBX') }));
    expect(listener.binding).toBe('loopback');
    expect((await readAll(connect({ host: '127.0.0.1', port }))).toString()).toBe('from the PBX');
    await listener.close();
    // `ssh` does not wait for the server's answer to a cancellation.
    await until('the port to be closed', () =>
      readAll(connect({ host: '127.0.0.1', port })).then(
        (said) => expect(said.length).toBe(0),
        () => true,
      ),
    );
    expect(must(await session.listen({ port, exposure: 'gateway', onConnection: () => undefined })).binding).toBe('every-address');
    expect(codeOf(await session.listen({ port: sshd.port, exposure: 'private', onConnection: () => undefined }))).toBe('remote-port-taken');
    expect(await session.run('echo run', 10_000)).toBe('run\n');
    session.destroy();
    expect((await session.closed).code).toBe('connection-lost');
    await echo.close();
    await until('the private folder to be removed', async () => (await workplaces()).every((name) => before.includes(name)));
  });

  it('keeps no secret on disk once it is signed in, and none in any argument', async () => {
    const before = await workplaces();
    const session = must(await dialTo(sshd, { engine: 'openssh' }));
    const mine = (await workplaces()).filter((name) => !before.includes(name));
    const files = (await Promise.all(mine.map((name) => readdir(join(tmpdir(), name))))).flat();
    expect(files).toContain('known_hosts');
    for (const secret of ['key', 'secret', 'cert']) expect(files).not.toContain(secret);
    session.destroy();
    await session.closed;
  });

  it('judges the proven key before any credential is sent', async () => {
    const before = sshd.log().length;
    const result = await dialTo(sshd, {
      engine: 'openssh',
      judgeHostKey: () => fault('host-key-changed', { expected: 'a', received: 'b' }),
    });
    expect(codeOf(result)).toBe('host-key-changed');
    expect(sshd.log().slice(before)).not.toMatch(/Accepted|Failed publickey|Failed password/);
  });

  it('says what is offered when it is refused, and signs in with a certificate', async () => {
    const stranger = await makeKey(join(sshd.directory, 'stranger'), { kind: 'ed25519', passphrase: 'open sesame' });
    const credential = { kind: 'private-key', privateKey: stranger.privateKey, passphrase: 'open sesame' } as const;
    expect(await dialTo(sshd, { engine: 'openssh', credential })).toMatchObject({
      fault: { code: 'credentials-refused', params: { methods: ['publickey'] } },
    });
    const ca = await makeKey(join(sshd.directory, 'ca'));
    await sshd.restart({ trustedUserCa: ca.publicKey });
    const certificate = await signUserKey(ca, stranger, sshd.username);
    const session = must(await dialTo(sshd, { engine: 'openssh', credential: { ...credential, kind: 'certificate', certificate } }));
    await sshd.signalSessions('SIGKILL');
    expect((await session.closed).code).toBe('connection-lost');
  });
});

const missing = sshdMissing({ as: 'account' });
(missing ? describe.skip : describe)(`the machine’s own client with passwords${missing ? ` [${missing}]` : ''}`, () => {
  it('signs in with the right one and reports the wrong one', async () => {
    const sshd = await startSshd({ as: 'account', passwords: true });
    const session = must(await dialTo(sshd, { engine: 'openssh', credential: { kind: 'password', password: sshd.password } }));
    session.destroy();
    const wrong = await dialTo(sshd, { engine: 'openssh', credential: { kind: 'password', password: 'wrong' } });
    expect(wrong).toMatchObject({ fault: { code: 'credentials-refused' } });
    await sshd.stop();
  }, 30_000);
});
