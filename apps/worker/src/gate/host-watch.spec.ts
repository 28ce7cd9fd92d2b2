import { fault, ok } from '@stellwerk/domain';
import { until } from '@stellwerk/testing';
import { HandshakeGate } from './handshake-gate.js';
import { HostWatch, type WatchedHost } from './host-watch.js';

const host: WatchedHost = { tenantId: 't', host: 'ssh.example', port: 22, allowedNetworks: [] };
const refused = fault('connection-refused');
const never = new AbortController().signal;

describe('one prober for a host that is down', () => {
  it('looks once for all its tunnels, and releases them together', async () => {
    let looks = 0;
    let up = false;
    const watch = new HostWatch({
      answers: async () => {
        looks++;
        return up;
      },
      random: () => 0,
      now: () => Date.now(),
    });
    watch.wentDown(host, refused);
    let back = 0;
    for (let i = 0; i < 50; i++) watch.wait(host, () => back++);
    await until('a look', () => looks === 1);
    expect([back, watch.isDown(host)]).toEqual([0, true]);
    up = true;
    await until('the release', () => back === 50);
    expect([looks, watch.isDown(host), watch.down]).toEqual([2, false, 0]);
  });

  it('stops looking when nobody waits any more', () => {
    const watch = new HostWatch({ answers: async () => false, random: () => 0.5, now: () => 0 });
    watch.wentDown(host, refused);
    watch.wait(host, () => undefined)();
    expect(watch.down).toBe(0);
  });

  it('keeps tenants apart: a private address is not one machine for all', () => {
    const watch = new HostWatch({ answers: async () => false, random: () => 0.5, now: () => 0 });
    watch.wentDown(host, refused);
    expect(watch.isDown({ ...host, tenantId: 'other' })).toBe(false);
    watch.close();
  });
});

describe('the handshake gate', () => {
  const gate = () => new HandshakeGate({ answers: async () => false, random: () => 0.5, now: () => 0 });

  it('lets at most 8 attempts at one host run at a time', async () => {
    const g = gate();
    let now = 0;
    let most = 0;
    const attempt = () =>
      g.pass(host, never, {
        connect: async () => {
          most = Math.max(most, ++now);
          await new Promise((r) => setTimeout(r, 5));
          return ok(null);
        },
        handshake: async () => {
          now--;
          return ok(null);
        },
        discard: () => undefined,
      });
    await Promise.all(Array.from({ length: 40 }, attempt));
    expect(most).toBe(8);
  });

  it('spends no handshake slot on a host that does not even accept', async () => {
    const g = gate();
    const silent = new AbortController();
    for (let i = 0; i < 300; i++) {
      void g.pass({ ...host, host: `dead-${i}` }, silent.signal, {
        connect: () => new Promise(() => undefined),
        handshake: async () => ok(null),
        discard: () => undefined,
      });
    }
    const result = await g.pass(host, never, { connect: async () => ok(null), handshake: async () => ok('in'), discard: () => undefined });
    expect(result).toEqual(ok('in'));
  });

  it('tells those still in line what the first one found out, without knocking again', async () => {
    const g = gate();
    let knocks = 0;
    const attempt = () =>
      g.pass(host, never, {
        connect: async () => {
          knocks++;
          return { ok: false as const, fault: refused };
        },
        handshake: async () => ok(null),
        discard: () => undefined,
      });
    const results = await Promise.all(Array.from({ length: 50 }, attempt));
    expect(results.every((r) => !r.ok && r.fault.code === 'connection-refused')).toBe(true);
    expect(knocks).toBeLessThanOrEqual(8);
    g.hosts.close();
  });
});
