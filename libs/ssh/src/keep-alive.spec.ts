import { KEEP_ALIVE, KeepAliveTicker } from './keep-alive.js';

const TICK = 500;

/** A connection in a world of our own time: how often it was asked, and when it was given up. */
function world() {
  let now = 1_000;
  const ticker = new KeepAliveTicker(() => now, TICK);
  const line = { asked: 0, deadAt: null as number | null };
  const watch = ticker.watch({ ask: () => void line.asked++, dead: () => void (line.deadAt = now) }, KEEP_ALIVE);
  /** Lets time pass; a byte arrives at each of `bytesAt` (milliseconds from the beginning). */
  const pass = (ms: number, bytesAt: (at: number) => boolean = () => false): void => {
    for (const end = now + ms; now < end;) {
      now += 10;
      if (bytesAt(now - 1_000)) watch.heard();
      if (now % TICK === 0) ticker.tick();
    }
  };
  return { line, pass, stop: watch.stop, jump: (ms: number) => (now += ms), tick: () => ticker.tick() };
}

describe('keep-alive', () => {
  it('knows a silent cut within 12 s, whenever the last byte came', () => {
    for (let lastByteAt = 10; lastByteAt < 9_000; lastByteAt += 170) {
      const { line, pass, stop } = world();
      const last = Math.floor(lastByteAt / 10) * 10;
      pass(last + 14_000, (at) => at <= last);
      expect(line.deadAt).not.toBeNull();
      expect((line.deadAt ?? Infinity) - 1_000 - last).toBeLessThanOrEqual(12_000);
      stop();
    }
  });

  it('asks nothing while bytes arrive, and asks again only after silence', () => {
    const { line, pass, stop } = world();
    pass(60_000, () => true);
    expect(line.asked).toBe(0);
    pass(8_000);
    expect(line.asked).toBe(1);
    expect(line.deadAt).toBeNull();
    stop();
  });

  it('takes any byte for life, not only the answer', () => {
    const { line, pass, stop } = world();
    pass(120_000, (at) => at % 10_000 === 0);
    expect(line.deadAt).toBeNull();
    expect(line.asked).toBeGreaterThan(5);
    stop();
  });

  it('blames nobody for its own standstill: a process that was stopped for a minute looks again before it judges', () => {
    const { line, pass, stop, jump, tick } = world();
    pass(8_000);
    expect(line.asked).toBe(1);
    jump(60_000);
    tick();
    expect(line.deadAt).toBeNull();
    pass(4_500);
    expect(line.deadAt).not.toBeNull();
    stop();
  });
});
