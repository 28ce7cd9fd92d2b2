import fc from 'fast-check';
import { fault } from './fault.js';
import { isLive, type Life, type LifeEvent, PACE, retryDelay, step, STOPPED } from './machine.js';

const lost = fault('connection-lost');
const refused = fault('credentials-refused');

const anyEvent: fc.Arbitrary<LifeEvent> = fc.constantFrom<LifeEvent>(
  { is: 'start' },
  { is: 'connected' },
  { is: 'lost', fault: lost },
  { is: 'lost', fault: refused },
  { is: 'judged', verdict: 'opening', reason: null },
  { is: 'judged', verdict: 'good', reason: null },
  { is: 'judged', verdict: 'bad', reason: lost },
  { is: 'due' },
  { is: 'host-back' },
  { is: 'person' },
  { is: 'stop' },
  { is: 'drained' },
);
const walk = fc.array(fc.record({ event: anyEvent, after: fc.nat(40_000), random: fc.double({ min: 0, max: 0.999, noNaN: true }) }), {
  maxLength: 60,
});

/** Runs a walk and hands every transition to `check`. */
function run(
  steps: { event: LifeEvent; after: number; random: number }[],
  check: (seen: { before: Life; event: LifeEvent; after: Life; effects: readonly string[]; now: number }) => void,
) {
  let life: Life = STOPPED;
  let now = 1_000_000;
  for (const { event, after, random } of steps) {
    now += after;
    const [next, effects] = step(life, event, { now, random });
    check({ before: life, event, after: next, effects: effects.map((e) => e.do), now });
    life = next;
  }
}
const always = (check: Parameters<typeof run>[1]) =>
  fc.assert(
    fc.property(walk, (steps) => run(steps, check)),
    { numRuns: 3000 },
  );

describe('any walk through a tunnel’s life', () => {
  it('leaves stopped only by start', () =>
    always(({ before, event, after }) => {
      if (before.at === 'stopped' && event.is !== 'start') expect(after.at).toBe('stopped');
    }));

  it('dials exactly when it enters connecting', () =>
    always(({ before, after, effects }) => {
      const entered = after.at === 'connecting' && before !== after;
      expect(effects.includes('dial')).toBe(entered);
    }));

  it('closes whenever a session or dial is given up', () =>
    always(({ before, after, effects }) => {
      const had = isLive(before) || before.at === 'connecting';
      const has =
        isLive(after) || (after.at === 'connecting' && before.at !== 'verifying' && before.at !== 'up' && before.at !== 'degraded');
      if (had && !has) expect(effects).toContain('close');
    }));

  it('closes a connection that comes up after the tunnel was stopped', () =>
    always(({ before, event, effects }) => {
      if (before.at === 'stopped' && event.is === 'connected') expect(effects).toEqual(['close']);
    }));

  it('wakes blocked only by a person or after the slow interval', () =>
    always(({ before, event, after, now }) => {
      if (before.at !== 'blocked' || after.at === 'blocked' || event.is === 'stop') return;
      expect(event.is === 'person' || (event.is === 'due' && now >= before.until)).toBe(true);
    }));

  it('always has a wake-up pending while it waits', () =>
    always(({ before, after, effects }) => {
      if ((after.at === 'waiting' || after.at === 'blocked') && before.at !== after.at) expect(effects).toContain('wake');
    }));

  it('forgets failed attempts only after a stable session or a person’s action', () =>
    always(({ before, event, after, now }) => {
      if (!('attempt' in before) || !('attempt' in after) || after.attempt >= before.attempt) return;
      const stable = 'connectedAt' in before && now - before.connectedAt >= PACE.stableMs;
      expect(stable || event.is === 'person').toBe(true);
    }));

  it('never retries faults that need a person on the fast path', () =>
    always(({ event, after }) => {
      if (event.is === 'lost' && after.at === 'waiting') expect(after.reason.code).not.toBe('credentials-refused');
    }));
});

describe('back-off', () => {
  it('starts the first retry of a failed attempt within a second', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (random) => {
        expect(retryDelay(0, 0, random)).toBeLessThan(100);
        expect(retryDelay(1, 0, random)).toBeLessThan(1000);
      }),
    );
  });

  it('keeps every pause of the first minute within 5 s and later within 15 s', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(10_000_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, trouble, random) => {
        expect(retryDelay(attempt, trouble, random)).toBeLessThanOrEqual(trouble < PACE.youngForMs ? 5_000 : 15_000);
      }),
    );
  });

  it('spreads retries over the whole pause: full jitter', () => {
    const pauses = [0, 0.25, 0.5, 0.75].map((random) => retryDelay(6, 0, random));
    expect(pauses).toEqual([0, 1250, 2500, 3750]);
  });
});

describe('one life', () => {
  const env = { now: 0, random: 0.5 };

  it('goes connecting, verifying, up, and degraded while a mapping fails', () => {
    let [life] = step(STOPPED, { is: 'start' }, env);
    expect(life.at).toBe('connecting');
    [life] = step(life, { is: 'connected' }, env);
    expect(life.at).toBe('verifying');
    [life] = step(life, { is: 'judged', verdict: 'good', reason: null }, env);
    expect(life.at).toBe('up');
    [life] = step(life, { is: 'judged', verdict: 'bad', reason: fault('target-refused') }, env);
    expect(life).toMatchObject({ at: 'degraded', reason: { code: 'target-refused' } });
  });

  it('retries a stable session at once and tells the outage from there', () => {
    const up: Life = { at: 'up', attempt: 7, failingSince: 0, connectedAt: 0, reason: null };
    const [life, effects] = step(up, { is: 'lost', fault: lost }, { now: 31_000, random: 0.99 });
    expect(life).toMatchObject({ at: 'waiting', attempt: 0, failingSince: 31_000 });
    expect(effects).toEqual([{ do: 'close' }, { do: 'wake', afterMs: expect.any(Number) }]);
    expect((effects[1] as { afterMs: number }).afterMs).toBeLessThan(100);
  });

  it('retries the first loss at once, but a session that falls again and again waits longer each time', () => {
    const pause = (attempt: number) => {
      const life: Life = { at: 'up', attempt, failingSince: attempt === 1 ? null : 0, connectedAt: 0, reason: null };
      const [, [, wake]] = step(life, { is: 'lost', fault: lost }, { now: 1000, random: 0.9 });
      return wake?.do === 'wake' ? wake.afterMs : null;
    };
    expect([1, 2, 3, 4].map(pause)).toEqual([36, 1440, 2880, 4500]);
  });

  it('lets open connections finish before it stops, but not for ever', () => {
    const up: Life = { at: 'up', attempt: 1, failingSince: null, connectedAt: 0, reason: null };
    const [draining, effects] = step(up, { is: 'stop' }, { now: 1000, random: 0 });
    expect([draining.at, effects[0]]).toEqual(['draining', { do: 'drain' }]);
    expect(step(draining, { is: 'due' }, { now: 1000 + PACE.drainMs, random: 0 })).toEqual([STOPPED, [{ do: 'close' }]]);
  });

  it('lets nothing finish that may not go on, from any state, and says why', () => {
    const over = fault('access-ended');
    const lives: Life[] = [
      { at: 'connecting', attempt: 1, failingSince: null },
      { at: 'verifying', attempt: 1, failingSince: null, connectedAt: 0, reason: null },
      { at: 'up', attempt: 1, failingSince: null, connectedAt: 0, reason: null },
      { at: 'degraded', attempt: 1, failingSince: null, connectedAt: 0, reason: lost },
      { at: 'waiting', attempt: 4, failingSince: 0, reason: lost, until: 9000 },
      { at: 'blocked', attempt: 4, failingSince: 0, reason: refused, until: 9000 },
      { at: 'draining', until: 9000 },
    ];
    for (const life of lives)
      expect(step(life, { is: 'end', reason: over }, env)).toEqual([{ at: 'stopped', reason: over }, [{ do: 'close' }]]);
    expect(step(STOPPED, { is: 'end', reason: over }, env)).toEqual([STOPPED, []]);
  });

  it('skips the back-off when the host is back, but never for a blocked tunnel', () => {
    const waiting: Life = { at: 'waiting', attempt: 4, failingSince: 0, reason: lost, until: 9000 };
    expect(step(waiting, { is: 'host-back' }, env)[0]).toMatchObject({ at: 'connecting', attempt: 5 });
    const blocked: Life = { ...waiting, at: 'blocked', reason: refused };
    expect(step(blocked, { is: 'host-back' }, env)).toEqual([blocked, []]);
  });
});
