import { IN_FLIGHT, nextLimit } from './in-flight.js';

const after = (looks: number, lateMs: number, from: number = IN_FLIGHT.first) => {
  let limit = from;
  for (let i = 0; i < looks; i += 1) limit = nextLimit(limit, lateMs);
  return limit;
};

describe('handshakes in flight', () => {
  it('become fewer within a quarter of a second when the event loop comes late, and never fewer than one host may take', () => {
    expect(Math.floor(after(12, 80, IN_FLIGHT.most))).toBe(IN_FLIGHT.least);
    expect(after(1_000, 1_000)).toBe(IN_FLIGHT.least);
  });

  it('become as many as allowed within seconds when it is calm, and never more', () => {
    expect(after(5_000 / IN_FLIGHT.everyMs, 1)).toBe(IN_FLIGHT.most);
  });

  it('stay as many as they are in between', () => {
    expect(after(100, IN_FLIGHT.calmMs + 1)).toBe(IN_FLIGHT.first);
  });
});
