import { skewOf } from './clock.js';

describe('how far another clock is ahead', () => {
  it.each([
    ['is nothing when the answer’s way explains it', { asked: 1_000, answered: 1_040, database: 1_035 }, 7, 0],
    ['is measured from the middle of the answer', { asked: 1_000, answered: 1_040, database: 61_020 }, 0, 60_000],
    ['may be behind', { asked: 100_000, answered: 100_020, database: 40_010 }, 0, -60_000],
    ['stays what it was when the answer took too long', { asked: 1_000, answered: 9_000, database: 60_000 }, 250, 250],
    ['stays what it was when our own clock was set back', { asked: 9_000, answered: 1_000, database: 60_000 }, 250, 250],
  ])('%s', (_, look, before, skew) => expect(skewOf(look, before)).toBe(skew));
});
