import { fault } from './fault.js';
import { condition, judgeStatus } from './judge-status.js';
import type { MappingStatus, TunnelStatus } from './status.js';

const now = Date.parse('2026-01-01T12:00:00Z');
const before = (ms: number) => new Date(now - ms).toISOString();
const mapping = (over: Partial<MappingStatus> = {}): MappingStatus => ({
  id: '0b51bcd1-9d0f-4c68-8f8b-c1a44e0a9f01',
  state: 'up',
  reason: null,
  probedAt: before(5_000),
  bytesIn: 1,
  bytesOut: 2,
  connections: 3,
  connectionsTotal: 4,
  ...over,
});
const row = (over: Partial<TunnelStatus> = {}): TunnelStatus => ({
  state: 'up',
  since: before(60_000),
  reason: null,
  attempts: 1,
  nextAttemptAt: null,
  worker: 'w1',
  roundTripMs: 12,
  mappings: [mapping()],
  ...over,
});
const living = { ownerAlive: true, shouldRun: true, now };

describe('what a reader may believe of a status row', () => {
  it('believes a fresh row of a living worker', () => expect(judgeStatus(row(), living)).toEqual(row()));

  it('says unknown, and by whom, when the worker’s lease ran out', () => {
    const seen = judgeStatus(row(), { ...living, ownerAlive: false });
    expect(seen).toMatchObject({
      state: 'unknown',
      reason: { code: 'worker-silent', params: { worker: 'w1' } },
      mappings: [{ state: 'unknown', connections: 0, bytesIn: 1 }],
    });
  });

  it('does not call a mapping up on a proof older than 30 s, nor its tunnel', () => {
    const seen = judgeStatus(row({ mappings: [mapping({ probedAt: before(30_001) })] }), living);
    expect(seen).toMatchObject({ state: 'degraded', reason: { code: 'probe-overdue' }, mappings: [{ state: 'failing' }] });
    expect(judgeStatus(row({ mappings: [mapping({ probedAt: null })] }), living).state).toBe('degraded');
  });

  it('says unknown for a tunnel that should run and was never reported, since it was made', () =>
    expect(judgeStatus(null, { ...living, changedAt: 5_000 })).toMatchObject({
      state: 'unknown',
      since: new Date(5_000).toISOString(),
      reason: { code: 'worker-awaited' },
    }));

  it('says stopped for a tunnel that shall not run, whatever a dead worker last wrote', () => {
    expect(judgeStatus(null, { ...living, shouldRun: false }).state).toBe('stopped');
    expect(judgeStatus(row(), { ...living, shouldRun: false, ownerAlive: false })).toMatchObject({
      state: 'stopped',
      mappings: [{ state: 'closed' }],
    });
  });

  it('says why a tunnel shall not run when there is a reason', () => {
    const over = { ...living, shouldRun: false, reason: fault('access-ended') };
    expect(judgeStatus(null, over)).toMatchObject({ state: 'stopped', reason: { code: 'access-ended' } });
    expect(judgeStatus(row({ state: 'stopped' }), over)).toMatchObject({ state: 'stopped', reason: { code: 'access-ended' } });
  });

  it('shows a tunnel as running until its living worker has really stopped it', () => {
    expect(judgeStatus(row(), { ...living, shouldRun: false }).state).toBe('up');
  });
});

describe('in an overview', () => {
  it.each([
    ['connecting', 'attention'],
    ['verifying', 'attention'],
    ['up', 'up'],
    ['degraded', 'attention'],
    ['waiting', 'attention'],
    ['blocked', 'down'],
    ['draining', 'stopped'],
    ['stopped', 'stopped'],
    ['unknown', 'unknown'],
  ] as const)('a tunnel that is %s counts as %s', (state, pot) => expect(condition({ state, attempts: 1 })).toBe(pot));

  it('a tunnel that keeps failing counts as down', () => expect(condition({ state: 'waiting', attempts: 4 })).toBe('down'));
});
