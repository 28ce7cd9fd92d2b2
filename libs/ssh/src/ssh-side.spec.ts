import { connect } from 'node:net';
import { describeWith, freePort, type Sshd, startSshd } from '@stellwerk/testing';
import type { Session } from './session.js';
import { sshSide } from './ssh-side.js';
import { dialTo, must, readAll } from './test/dial-to.js';

/** What a caller from this loopback address hears; loopback has many on Linux, so that one machine can be several callers. */
const heardFrom = async (localAddress: string, port: number): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', port, localAddress });
  return (await readAll(socket).catch(() => Buffer.alloc(0))).toString();
};

describeWith(['sshd', 'ssh'], 'a gateway port on the SSH server', () => {
  let sshd: Sshd;
  let session: Session;
  beforeAll(async () => (sshd = await startSshd({ gatewayPorts: 'clientspecified' })));
  afterAll(() => sshd.stop());
  beforeEach(async () => (session = must(await dialTo(sshd))));
  afterEach(() => session.destroy());

  const listen = async (allowFrom: readonly string[]): Promise<number> => {
    const port = await freePort();
    must(await sshSide(session).listen({ port, exposure: 'gateway', allowFrom, onConnection: (stream) => stream.end('welcome') }));
    return port;
  };

  it('lets in whom allowFrom names and the server itself, and nobody else', async () => {
    const port = await listen(['127.0.0.7/32']);
    expect(await heardFrom('127.0.0.7', port)).toBe('welcome');
    expect(await heardFrom('127.0.0.1', port)).toBe('welcome');
    expect(await heardFrom('127.0.0.8', port)).toBe('');
  });

  it('is open to everybody who reaches it where allowFrom names nobody', async () => {
    const port = await listen([]);
    expect(await heardFrom('127.0.0.8', port)).toBe('welcome');
  });
});
