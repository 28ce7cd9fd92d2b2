import { describeWith, plainConnect, type Sshd, startSshd, startTcpServer, until } from '@stellwerk/testing';
import { inventory, type InventoryOptions } from './inventory.js';
import { codeOf, must } from './test/dial-to.js';

const look = (port: number, options: Partial<InventoryOptions> = {}) =>
  inventory({ host: '127.0.0.1', port, connect: plainConnect, ...options });

describeWith(['sshd', 'ssh'], 'what an SSH server says about itself', () => {
  let sshd: Sshd;
  beforeAll(async () => (sshd = await startSshd({ hostKeys: ['ed25519', 'ecdsa', 'rsa'] })));
  afterAll(() => sshd.stop());

  it('names a proven key of every type, as ssh-keygen prints them, and never tries to sign in', async () => {
    const { banner, algorithms, hostKeys } = must(await look(sshd.port));
    expect(banner).toMatch(/^SSH-2\.0-OpenSSH_/);
    expect(algorithms.kex).toContain('curve25519-sha256');
    expect(hostKeys.map((key) => key.fingerprint)).toEqual(sshd.hostKeys.map((key) => key.fingerprint));
    expect(hostKeys.map((key) => [key.type, key.bits])).toEqual([
      ['ssh-ed25519', 256],
      ['ecdsa-sha2-nistp256', 256],
      ['ssh-rsa', 2048],
    ]);
    await until('all connections to be over', async () => (await sshd.sessions()).length === 0);
    expect(sshd.log()).not.toMatch(/Failed|Accepted|Invalid user|userauth/i);
  });

  it('does so too where only post-quantum key exchange is spoken', async () => {
    await sshd.restart({ kexAlgorithms: 'sntrup761x25519-sha512@openssh.com' });
    const { algorithms, hostKeys } = must(await look(sshd.port));
    expect(algorithms.kex).toEqual(['sntrup761x25519-sha512@openssh.com']);
    expect(hostKeys.map((key) => key.fingerprint)).toEqual(sshd.hostKeys.map((key) => key.fingerprint));
  }, 20_000);
});

describe('what is no SSH server', () => {
  it.each([
    ['garbage', '\0\x01\x02', 'not-ssh'],
    ['an endless banner', 'hello\r\n'.repeat(20_000), 'not-ssh'],
    ['silence', '', 'connection-timed-out'],
    ['half a packet', 'SSH-2.0-x\r\n\0\0\x01\0', 'connection-timed-out'],
    ['an impossible packet', 'SSH-2.0-x\r\n\x7f\xff\xff\xff\x04\x14', 'not-ssh'],
  ])('%s', async (_title, text, code) => {
    const server = await startTcpServer((socket) => socket.write(Buffer.from(text, 'latin1')));
    expect(codeOf(await look(server.port, { timeoutMs: 700 }))).toBe(code);
    await server.close();
  });

  it('a drip is bounded by the time, whatever it drips', async () => {
    const server = await startTcpServer((socket) => {
      const timer = setInterval(() => socket.write('x'), 10);
      socket.once('close', () => clearInterval(timer));
    });
    const started = performance.now();
    expect(codeOf(await look(server.port, { timeoutMs: 700 }))).toBe('connection-timed-out');
    expect(performance.now() - started).toBeLessThan(3_000);
    await server.close();
  });
});
