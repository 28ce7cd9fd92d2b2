import { jest } from '@jest/globals';
import type { Credential } from '@stellwerk/domain';
import { failed, fault } from '@stellwerk/domain';
import {
  describeWith,
  type KeyPair,
  makeKey,
  plainConnect,
  signUserKey,
  type Sshd,
  sshdMissing,
  startSshd,
  startTcpServer,
  until,
} from '@stellwerk/testing';
import { join } from 'node:path';
import { dial } from './dial.js';
import type { DialOptions, PresentedHostKey } from './session.js';
import { codeOf, dialTo, must } from './test/dial-to.js';

describeWith(['sshd', 'ssh'], 'dialing a real sshd', () => {
  let sshd: Sshd;
  let ca: KeyPair;
  beforeAll(async () => {
    sshd = await startSshd({ hostKeys: ['ed25519', 'ecdsa', 'rsa'] });
    ca = await makeKey(join(sshd.directory, 'ca'));
    await sshd.restart({ trustedUserCa: ca.publicKey });
  });
  afterAll(() => sshd.stop());

  jest.setTimeout(30_000);

  it('signs in with a key, prefers the ed25519 host key and the cheap cipher, and ends once', async () => {
    const session = must(await dialTo(sshd));
    expect(session.hostKey).toMatchObject({ type: 'ssh-ed25519', fingerprint: sshd.hostKeys[0]?.fingerprint, bits: 256 });
    expect(session.negotiated?.cipher).toBe('aes128-gcm@openssh.com');
    expect(await session.run('echo it works', 20_000)).toBe('it works\n');
    await until('a round trip to be measured', () => session.roundTripMs() !== null);
    session.destroy();
    session.destroy();
    expect((await session.closed).code).toBe('connection-lost');
    expect(codeOf(await session.open('127.0.0.1', sshd.port))).toBe('connection-lost');
    expect(await session.run('true', 1_000)).toBeNull();
  });

  it.each([
    ['PKCS#8', { kind: 'rsa', format: 'PKCS8' }],
    ['PEM', { kind: 'ecdsa', format: 'PEM' }],
    ['encrypted OpenSSH', { kind: 'ed25519', passphrase: 'secret words' }],
  ] as const)(
    'refuses an unknown %s key with what the server offers, and the key is read before anything is sent',
    async (_title, options) => {
      const stranger = await makeKey(join(sshd.directory, 'stranger'), options);
      const passphrase = 'passphrase' in options ? options.passphrase : undefined;
      const result = await dialTo(sshd, { credential: { kind: 'private-key', privateKey: stranger.privateKey, passphrase } });
      expect(result).toMatchObject({ fault: { code: 'credentials-refused', params: { methods: ['publickey'], username: sshd.username } } });
      const unreadable = await dialTo(sshd, {
        credential: { kind: 'private-key', privateKey: 'nonsense' },
        connect: () => Promise.reject(new Error('connected')),
      });
      expect(unreadable).toMatchObject({ fault: { code: 'credential-unusable' } });
    },
  );

  it.each(['ed25519', 'ecdsa', 'rsa'] as const)(
    'signs in with an OpenSSH user certificate of an %s key, and not with one of another authority',
    async (kind) => {
      const key = await makeKey(join(sshd.directory, `user_${kind}`), { kind });
      const credential: Credential = {
        kind: 'certificate',
        privateKey: key.privateKey,
        certificate: await signUserKey(ca, key, sshd.username),
      };
      must(await dialTo(sshd, { credential })).destroy();
      const certificate = await signUserKey(await makeKey(join(sshd.directory, 'other_ca')), key, sshd.username);
      expect(await dialTo(sshd, { credential: { ...credential, certificate } })).toMatchObject({
        fault: { code: 'credentials-refused', params: { methods: ['publickey'] } },
      });
    },
  );

  it('sends no credential to a server whose key was not trusted', async () => {
    const before = sshd.log().length;
    const changed = fault('host-key-changed', { expected: 'SHA256:a', received: 'SHA256:b', type: 'ssh-ed25519' });
    let seen: PresentedHostKey | null = null;
    const result = await dialTo(sshd, { judgeHostKey: async (key) => ((seen = key), changed) });
    expect(result).toEqual(failed(changed));
    expect(seen).toMatchObject({ type: 'ssh-ed25519' });
    await until('sshd to log the end of it', () => /Connection (closed|reset)|Disconnected|disconnect/.test(sshd.log().slice(before)));
    expect(sshd.log().slice(before)).not.toMatch(/Failed|Accepted|Postponed|userauth/i);
  });

  it('asks for the pinned type first, so that an added type does not read as a change', async () => {
    const session = must(await dialTo(sshd, { pinnedTypes: ['ssh-rsa'] }));
    expect(session.hostKey).toMatchObject({ type: 'ssh-rsa', fingerprint: sshd.hostKeys[2]?.fingerprint, bits: 2048 });
    session.destroy();
  });

  it('gives up within its time and at the caller’s word', async () => {
    const started = performance.now();
    const slow = await dialTo(sshd, { timeoutMs: 300, judgeHostKey: () => new Promise(() => undefined) });
    expect(slow).toMatchObject({ fault: { code: 'connection-timed-out' } });
    expect(performance.now() - started).toBeLessThan(3_000);
    const stop = new AbortController();
    const given = dialTo(sshd, { signal: stop.signal, judgeHostKey: () => new Promise(() => stop.abort()) });
    expect(codeOf(await given)).toBe('connection-lost');
  });

  it('says which algorithms the server has when none fits', async () => {
    await sshd.restart({ ciphers: 'aes256-ctr', macs: 'umac-128@openssh.com' });
    const result = await dialTo(sshd, { engine: 'ssh2' });
    expect(result).toMatchObject({ fault: { code: 'no-common-algorithm', params: { server: ['umac-128@openssh.com'] } } });
    await sshd.restart();
  });
});

const noAccounts = sshdMissing({ as: 'account' });
(noAccounts ? describe.skip : describe)(`passwords of a real account${noAccounts ? ` [${noAccounts}]` : ''}`, () => {
  let sshd: Sshd;
  beforeAll(async () => (sshd = await startSshd({ as: 'account', passwords: true })));
  afterAll(() => sshd.stop());
  const lines = (only: string): readonly string[] => [`AuthenticationMethods ${only}`];

  it('signs in with password and with keyboard-interactive', async () => {
    for (const kind of ['password', 'keyboard-interactive'] as const)
      must(await dialTo(sshd, { credential: { kind, password: sshd.password } })).destroy();
  });

  it('answers questions with the password where the server takes no password method', async () => {
    await sshd.restart({ lines: lines('keyboard-interactive') });
    must(await dialTo(sshd, { credential: { kind: 'password', password: sshd.password } })).destroy();
    await sshd.restart();
  });

  it('tries a wrong password once, and says what is offered', async () => {
    const before = sshd.log().length;
    const result = await dialTo(sshd, { credential: { kind: 'password', password: 'wrong' } });
    expect(result).toMatchObject({
      fault: { code: 'credentials-refused', params: { methods: ['publickey', 'password', 'keyboard-interactive'] } },
    });
    expect(
      sshd
        .log()
        .slice(before)
        .match(/Failed password/g),
    ).toHaveLength(1);
  });
});

describe('servers that are no SSH servers', () => {
  const at = (port: number, options: Partial<DialOptions> = {}) =>
    dial({
      host: '127.0.0.1',
      port,
      username: 'x',
      credential: { kind: 'password', password: 'x' },
      connect: plainConnect,
      judgeHostKey: () => 'trusted',
      timeoutMs: 1_500,
      ...options,
    });

  it.each([
    ['garbage', (write: (data: Buffer | string) => void) => write(Buffer.from([0, 1, 2, 3, 255, 254])), 'not-ssh'],
    ['a web server', (write: (data: string) => void) => write('HTTP/1.1 400 Bad Request\r\n\r\n<html>'), 'connection-timed-out'],
    ['an endless banner', (write: (data: string) => void) => write('welcome\r\n'.repeat(10_000)), 'not-ssh'],
    ['an endless line', (write: (data: string) => void) => write(`SSH-2.0-${'x'.repeat(100_000)}`), 'not-ssh'],
    ['silence', () => undefined, 'connection-timed-out'],
    ['an identification and then noise', (write: (data: string) => void) => write(`SSH-2.0-Fake\r\n${'\xff'.repeat(200)}`), 'not-ssh'],
  ])('%s', async (_title, speak, code) => {
    const server = await startTcpServer((socket) => speak((data: Buffer | string) => void socket.write(data)));
    expect(codeOf(await at(server.port))).toBe(code);
    await server.close();
  });

  it('a web server that hangs up is named with its first line', async () => {
    const server = await startTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await at(server.port)).toMatchObject({ fault: { code: 'not-ssh', params: { received: 'HTTP/1.1 400 Bad Request' } } });
    await server.close();
  });

  it('a greeting that drips byte by byte is still read', async () => {
    const server = await startTcpServer((socket) => {
      const text = [...'Welcome!\r\nSSH-2.0-Drip\r\n'];
      const timer = setInterval(() => {
        const next = text.shift();
        if (next === undefined) socket.write(Buffer.alloc(64, 0xff));
        else socket.write(next);
        if (text.length === 0 && next === undefined) clearInterval(timer);
      }, 5);
      socket.once('close', () => clearInterval(timer));
    });
    expect(await at(server.port)).toMatchObject({ fault: { code: 'not-ssh', params: { received: 'SSH-2.0-Drip' } } });
    await server.close();
  });

  it('a server that hangs up without a word has lost us, and nobody listening refuses', async () => {
    const server = await startTcpServer((socket) => socket.destroy());
    expect(codeOf(await at(server.port))).toBe('connection-lost');
    await server.close();
    expect(codeOf(await at(server.port))).toBe('connection-refused');
  });
});
