import { fault, type TunnelStatus } from '@stellwerk/domain';
import type { BusMessage } from '@stellwerk/queue';
import type { NewTunnelEvent, RefusedWrite, StatusWrite } from '@stellwerk/store';
import { until } from '@stellwerk/testing';
import { Complaint } from '../complaint.js';
import { type Report, StatusWriter } from './status-writer.js';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const status = (over: Partial<TunnelStatus> = {}): TunnelStatus => ({
  state: 'up',
  since: '2026-01-01T00:00:00.000Z',
  reason: null,
  attempts: 1,
  nextAttemptAt: null,
  worker: 'w',
  roundTripMs: null,
  mappings: [],
  ...over,
});
const report = (n: number, over: Partial<TunnelStatus> = {}): Report => ({
  tunnel: { id: id(n), providerId: id(90), tenantId: id(91), pbxId: id(92) },
  generation: 1,
  status: status(over),
  remoteSession: null,
});

/** A writer whose database can be away; everything it does is recorded. */
function writer(refuse: readonly RefusedWrite[] = []) {
  const seen = {
    statuses: [] as StatusWrite[],
    events: [] as NewTunnelEvent[],
    published: [] as BusMessage[],
    refused: [] as RefusedWrite[],
  };
  const database = { away: false };
  const w = new StatusWriter({
    workerId: 'w',
    now: () => 0,
    fenceOf: () => 7,
    write: async (statuses, events) => {
      if (database.away) throw new Error('away');
      seen.statuses.push(...statuses);
      seen.events.push(...events);
      return refuse;
    },
    publish: (m) => void seen.published.push(m),
    complaint: new Complaint(() => undefined),
    onRefused: (r) => void seen.refused.push(r),
  });
  return { w, seen, database };
}

describe('the status writer', () => {
  it('tells that a tunnel came up again after a restart, and a failing one only once however often it tries', async () => {
    const { w, seen } = writer();
    const waiting = { state: 'waiting' as const, reason: fault('connection-refused', { host: 'h', port: 22 }) };
    for (const over of [{}, { state: 'connecting' as const }, {}, {}, waiting, { state: 'connecting' as const }, waiting])
      w.put(report(1, over));
    await w.flush();
    expect(seen.events.map((e) => e.state)).toEqual(['up', 'up', 'waiting']);
  });

  it('writes the newest status of a tunnel once, under the fence of its shard', async () => {
    const { w, seen } = writer();
    w.put(report(1, { state: 'connecting' }));
    w.put(report(1, { state: 'up' }));
    await w.flush();
    expect(seen.statuses).toMatchObject([{ tunnelId: id(1), fence: 7, state: 'up' }]);
    expect(w.waiting).toEqual({ statuses: 0, events: 0, lostEvents: 0 });
  });

  it('writes what a tunnel comes to at once, and what it passes through on the way only if it stays there', async () => {
    const { w, seen } = writer();
    const written = (): string[] => seen.statuses.map((s) => s.state);
    w.put(report(1, { state: 'connecting' }));
    await until('the first state', () => written().length === 1);
    w.put(report(1, { state: 'verifying' }));
    w.put(report(2, { state: 'waiting' }));
    await until('the other tunnel', () => written().length === 2);
    w.put(report(1, { state: 'up' }));
    await until('what it came to', () => written().length === 3);
    expect(written()).toEqual(['connecting', 'waiting', 'up']);
    w.put(report(1, { state: 'connecting' }));
    await until('its fall', () => written().length === 4);
    w.put(report(1, { state: 'verifying' }));
    await w.flush();
    expect(written()).toEqual(['connecting', 'waiting', 'up', 'connecting', 'verifying']);
  });

  it('keeps everything while the database is away, and writes the newest when it is back', async () => {
    const { w, seen, database } = writer();
    database.away = true;
    w.put(report(1, { state: 'up' }));
    expect(await w.flush()).toBe(false);
    w.put(report(1, { state: 'waiting', reason: fault('connection-lost') }));
    expect(await w.flush()).toBe(false);
    database.away = false;
    expect(await w.flush()).toBe(true);
    expect(seen.statuses).toMatchObject([{ state: 'waiting' }]);
    expect(seen.events.map((e) => e.state)).toEqual(['up', 'waiting']);
  });

  it('tells an outage once, however many attempts it takes', async () => {
    const { w, seen } = writer();
    const away = { reason: fault('connection-refused') };
    for (let i = 0; i < 10; i++) {
      w.put(report(1, { state: 'connecting', attempts: i }));
      w.put(report(1, { state: 'waiting', attempts: i, ...away }));
    }
    w.put(report(1, { state: 'up' }));
    await w.flush();
    expect(seen.events.map((e) => [e.kind, e.state, e.reason?.code])).toEqual([
      ['state-changed', 'waiting', 'connection-refused'],
      ['state-changed', 'up', undefined],
    ]);
  });

  it('publishes what a reader would notice once it is written, and nothing twice', async () => {
    const { w, seen } = writer();
    w.put(report(1));
    expect(seen.published).toEqual([]);
    await w.flush();
    w.put(report(1));
    await w.flush();
    w.put(report(1, { state: 'degraded', reason: fault('target-refused') }));
    await w.flush();
    expect(seen.published.map((m) => m.type === 'tunnel.status' && m.status.state)).toEqual(['up', 'degraded']);
  });

  it('publishes all the same while the database is away', async () => {
    const { w, seen, database } = writer();
    database.away = true;
    w.put(report(1));
    await w.flush();
    expect(seen.published).toHaveLength(1);
  });

  it('passes a refusal on and forgets what it wanted to say', async () => {
    const { w, seen } = writer([{ tunnelId: id(1), why: 'fence-moved' }]);
    w.put(report(1));
    await w.flush();
    expect(seen.refused).toEqual([{ tunnelId: id(1), why: 'fence-moved' }]);
    // Another worker speaks for it now.
    expect(seen.published).toEqual([]);
  });

  it('bounds the timeline it keeps, and counts what it lost', async () => {
    const { w, database } = writer();
    database.away = true;
    for (let i = 0; i < 20_100; i++) w.note({ tunnelId: id(1), kind: 'taken-over' });
    expect(w.waiting).toMatchObject({ events: 20_000, lostEvents: 100 });
  });
});
