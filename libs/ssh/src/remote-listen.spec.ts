import { connect } from 'node:net';
import { describeWith, freePort, type Sshd, sshdMissing, startSshd, startTcpServer } from '@stellwerk/testing';
import type { RemoteListenRequest, Session } from './session.js';
import { codeOf, dialTo, must, readAll } from './test/dial-to.js';

const talk = async (port: number, say = ''): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  socket.end(say);
  return (await readAll(socket)).toString();
};

describeWith(['sshd', 'ssh'], 'a port on the SSH server', () => {
  let sshd: Sshd;
  let session: Session;
  beforeAll(async () => (sshd = await startSshd({ gatewayPorts: 'clientspecified' })));
  afterAll(() => sshd.stop());
  afterEach(() => session.destroy());

  const seen: string[] = [];
  const ask = async (exposure: RemoteListenRequest['exposure'], port?: number) => {
    session = must(await dialTo(sshd));
    seen.length = 0;
    return session.listen({
      port: port ?? (await freePort()),
      exposure,
      onConnection: (stream, from) => {
        seen.push(from.address);
        stream.end('from the PBX');
      },
    });
  };

  it('binds what was asked for, and the proof is nobody’s traffic', async () => {
    expect(must(await ask('private')).binding).toBe('loopback');
    expect(seen).toEqual([]);
    session.destroy();
    expect(must(await ask('gateway')).binding).toBe('every-address');
    expect(seen).toEqual([]);
  });

  it('delivers connections with their origin, and none after close', async () => {
    const port = await freePort();
    const listener = must(await ask('private', port));
    expect(await talk(port)).toBe('from the PBX');
    expect(seen).toEqual(['127.0.0.1']);
    await listener.close();
    await expect(talk(port)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('lets customers wait, and lose nothing, who come while the binding is proven', async () => {
    const port = await freePort();
    session = must(await dialTo(sshd));
    const early: Promise<string>[] = [];
    const listening = session.listen({ port, exposure: 'private', onConnection: (stream) => void stream.pipe(stream) });
    const tried = (async () => {
      for (let i = 0; i < 200 && early.length < 20; i += 1) {
        await talk(port, `call ${i}`).then(
          (answer) => early.push(Promise.resolve(answer === `call ${i}` ? 'right' : `wrong: ${answer}`)),
          () => undefined,
        );
      }
    })();
    must(await listening);
    await tried;
    expect(new Set(await Promise.all(early))).toEqual(new Set(['right']));
  });

  it('GatewayPorts no: a gateway mapping is refused, as only loopback was bound', async () => {
    await sshd.restart({ gatewayPorts: 'no' });
    const port = await freePort();
    expect(codeOf(await ask('gateway', port))).toBe('gateway-bind-refused');
    await expect(talk(port)).rejects.toThrow(/ECONNREFUSED/);
    session.destroy();
    expect(must(await ask('private')).binding).toBe('loopback');
  });

  it('GatewayPorts yes: a private mapping refuses to stay up, as everybody could connect', async () => {
    await sshd.restart({ gatewayPorts: 'yes' });
    const port = await freePort();
    expect(codeOf(await ask('private', port))).toBe('private-bind-exposed');
    await expect(talk(port)).rejects.toThrow(/ECONNREFUSED/);
    session.destroy();
    expect(must(await ask('gateway')).binding).toBe('every-address');
  });

  it('a port in use is taken, on one family or both', async () => {
    await sshd.restart({ gatewayPorts: 'no' });
    const squatter = await startTcpServer((socket) => socket.on('data', () => undefined));
    expect(codeOf(await ask('private', squatter.port))).toBe('remote-port-taken');
    await squatter.close();
  }, 20_000);

  it.each([
    ['AllowTcpForwarding no', { allowTcpForwarding: 'no' }],
    ['AllowTcpForwarding local', { allowTcpForwarding: 'local' }],
    ['PermitListen of another port', { permitListen: '1' }],
  ] as const)('%s: forwarding is forbidden', async (_title, options) => {
    await sshd.restart(options);
    expect(codeOf(await ask('private'))).toBe('forwarding-forbidden');
  });

  it('PermitListen by name is met, and PermitOpen that forbids the proof leaves the binding unverified', async () => {
    const port = await freePort();
    await sshd.restart({ permitListen: `localhost:${port}`, permitOpen: '192.0.2.1:80' });
    expect(must(await ask('private', port)).binding).toBe('unverified');
  });

  it('forbidden and unreachable targets are told apart', async () => {
    await sshd.restart({ permitOpen: '127.0.0.1:1 nowhere.invalid:80' });
    session = must(await dialTo(sshd));
    expect(codeOf(await session.open('127.0.0.1', 1))).toBe('target-refused');
    expect(codeOf(await session.open('nowhere.invalid', 80))).toBe('target-name-not-found');
    expect(codeOf(await session.open('127.0.0.1', 2))).toBe('forwarding-forbidden');
  });
});

const missing = sshdMissing({ as: 'unprivileged' });
(missing ? describe.skip : describe)(`a privileged port of an ordinary account${missing ? ` [${missing}]` : ''}`, () => {
  it('is told from a forbidden one', async () => {
    const sshd = await startSshd({ as: 'unprivileged' });
    const session = must(await dialTo(sshd));
    expect(codeOf(await session.listen({ port: 81, exposure: 'private', onConnection: () => undefined }))).toBe('remote-port-privileged');
    await sshd.restart({ allowTcpForwarding: 'no' });
    const again = must(await dialTo(sshd));
    expect(codeOf(await again.listen({ port: 81, exposure: 'private', onConnection: () => undefined }))).toBe('forwarding-forbidden');
    await sshd.stop();
  });
});
