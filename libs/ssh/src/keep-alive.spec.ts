import { KEEP_ALIVE, KeepAliveTicker } from './keep-alive.js';

/** A connection in a world of our own time: what it received, how often it was asked, whether it was given up. */
function world() {
  let now = 1_000;
  const ticker = new KeepAliveTicker(() => now, 250);
  const line = { bytes: 0, asked: 0, deadAt: null as number | null };
  const stop = ticker.watch({ bytesRead: () => line.bytes, ask: () => void line.asked++, dead: () => void (line.deadAt = now) }, KEEP_ALIVE);
  const pass = (ms: number, each: (now: number) => void = () => undefined): void => {
    for (const end = now + ms; now < end; ) {
      now += 250;
      each(now);
      ticker.tick();
    }
  };
  return { line, pass, stop, jump: (ms: number) => (now += ms), tick: () => ticker.tick(), elapsed: () => now - 1_000 };
}

describe('keep-alive', () => {
  it('knows a silent cut within 12 s, whenever the last byte came', () => {
    for (const lastByteAt of [0, 100, 240, 5_900, 6_100]) {
      const { line, pass, stop } = world();
      pass(lastByteAt + 250, (now) => (line.bytes = now - 1_000 <= lastByteAt ? now : line.bytes));
      const cutAt = 1_000 + lastByteAt;
      pass(15_000);
      expect(line.deadAt).not.toBeNull();
      expect((line.deadAt ?? Infinity) - cutAt).toBeLessThanOrEqual(12_000);
      stop();
    }
  });

  it('asks nothing while bytes arrive, and asks again only after silence', () => {
    const { line, pass, stop } = world();
    pass(60_000, () => (line.bytes += 1));
    expect(line.asked).toBe(0);
    pass(6_500);
    expect(line.asked).toBe(1);
    expect(line.deadAt).toBeNull();
    stop();
  });

  it('takes any byte for life, not only the answer', () => {
    const { line, pass, stop } = world();
    pass(120_000, (now) => (line.bytes += now % 9_000 === 0 ? 1 : 0));
    expect(line.deadAt).toBeNull();
    expect(line.asked).toBeGreaterThan(5);
    stop();
  });

  it('blames nobody for its own standstill: a process that was stopped for a minute looks again before it judges', () => {
    const { line, pass, stop, jump, tick } = world();
    pass(6_500);
    expect(line.asked).toBe(1);
    jump(60_000);
    tick();
    expect(line.deadAt).toBeNull();
    pass(4_500);
    expect(line.deadAt).not.toBeNull();
    stop();
  });
});
