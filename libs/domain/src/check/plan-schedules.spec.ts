import { catchUp, isForgotten, planSchedules, scheduleKey, type Schedulable } from './plan-schedules.js';

const T = Date.parse('2026-11-22T12:00:00Z');
const check = (id: string, more: Partial<Schedulable> = {}): Schedulable => ({
  id,
  intervalSeconds: 300,
  pausedAt: null,
  pausedUntil: null,
  nextRunAt: T + 1_000,
  ...more,
});
const existing = (...checks: Schedulable[]) => new Set(checks.map(scheduleKey));

describe('the schedules of an edge', () => {
  it('plans nothing when everything is as it shall be', () => {
    const [a, b] = [check('a'), check('b')];
    expect(planSchedules([a, b], existing(a, b), T)).toEqual({ put: [], remove: [], changesAt: null });
  });

  it('puts what is missing, all of it when Redis was emptied, and removes what nobody wants', () => {
    const [a, b, c] = [check('a'), check('b'), check('c')];
    expect(planSchedules([a, b], existing(b, c), T)).toEqual({ put: [a], remove: ['c/300'], changesAt: null });
    expect(planSchedules([a, b], new Set(), T).put).toEqual([a, b]);
  });

  it('replaces a schedule whose interval changed', () => {
    const [before, after] = [check('a'), check('a', { intervalSeconds: 60 })];
    expect(planSchedules([after], existing(before), T)).toEqual({ put: [after], remove: ['a/300'], changesAt: null });
  });

  it.each([
    ['paused until somebody resumes it', { pausedAt: T, pausedUntil: null }, { put: 0, remove: 1, changesAt: null }],
    ['paused for a while', { pausedAt: T, pausedUntil: T + 1 }, { put: 0, remove: 1, changesAt: T + 1 }],
    ['paused until this very moment', { pausedAt: T - 9, pausedUntil: T }, { put: 0, remove: 0, changesAt: null }],
  ])('treats a check that is %s', (_, pause, outcome) => {
    const plan = planSchedules([check('a', pause)], existing(check('a')), T);
    expect({ put: plan.put.length, remove: plan.remove.length, changesAt: plan.changesAt }).toEqual(outcome);
  });

  it('wakes for the pause that ends first', () => {
    const paused = [5_000, 2_000, 9_000].map((ms, i) => check(`p${i}`, { pausedAt: T, pausedUntil: T + ms }));
    expect(planSchedules(paused, new Set(), T).changesAt).toBe(T + 2_000);
  });

  it.each([
    [30_000, false],
    [30_001, true],
  ])('takes a run of an interval of 300 s for forgotten %d ms after its time: %s', (late, forgotten) => {
    expect(isForgotten(check('a', { nextRunAt: T - late }), T)).toBe(forgotten);
  });

  it('makes up for a few missed runs at once, and for ten thousand at fifty a second', () => {
    expect(catchUp([check('a')])).toEqual([{ check: check('a'), delayMs: 0 }]);
    const many = catchUp(Array.from({ length: 10_000 }, (_, n) => check(`check-${n}`)));
    const perSecond = new Array<number>(201).fill(0);
    for (const { delayMs } of many) perSecond[Math.floor(delayMs / 1_000)]! += 1;
    expect(Math.max(...perSecond)).toBeLessThan(100);
    expect(Math.max(...many.map((m) => m.delayMs))).toBeLessThanOrEqual(200_000);
  });
});
