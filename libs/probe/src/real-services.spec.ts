import { describeWith, startPostgres, startRedis, startSshd } from '@stellwerk/testing';
import { createDialer } from './dialer.js';
import { probeTcp } from './probe.js';

const dialer = createDialer({ allowLoopback: true });
const at = (port: number) => ({ host: '127.0.0.1', port, timeoutMs: 5_000 });

describe('a real PostgreSQL', () => {
  it('answers the SSLRequest, and is no HTTP server', async () => {
    const postgres = await startPostgres();
    try {
      const port = Number(new URL(postgres.ownerUrl).port);
      expect(await probeTcp(dialer, 'postgresql', at(port))).toMatchObject({ ok: true, value: { facts: { tls: 'not offered' } } });
      expect((await probeTcp(dialer, 'http', at(port))).ok).toBe(false);
    } finally {
      await postgres.stop();
    }
  }, 60_000);
});

describeWith(['redis-server'], 'a real Redis', () => {
  it('is connected, but none of the services it is asked to be', async () => {
    const redis = await startRedis();
    try {
      const port = Number(new URL(redis.url).port);
      expect((await probeTcp(dialer, 'tcp', at(port))).ok).toBe(true);
      expect((await probeTcp(dialer, 'xmpp', { ...at(port), timeoutMs: 500 })).ok).toBe(false);
      expect((await probeTcp(dialer, 'ssh', { ...at(port), timeoutMs: 300 })).ok).toBe(false);
    } finally {
      await redis.stop();
    }
  }, 30_000);
});

describeWith(['sshd'], 'a real sshd', () => {
  it('shows its banner', async () => {
    const sshd = await startSshd();
    try {
      expect(await probeTcp(dialer, 'ssh', at(sshd.port))).toMatchObject({
        ok: true,
        value: { facts: { software: expect.stringContaining('OpenSSH') } },
      });
    } finally {
      await sshd.stop();
    }
  }, 30_000);
});
