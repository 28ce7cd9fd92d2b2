import { dayOf, endOfDay } from './day.js';

describe('a day as the last one', () => {
  it.each(['2026-03-29', '2026-10-25', '2026-12-31', '2028-02-29'])('%s comes back as it went in, and is over at its end', (day) => {
    const end = endOfDay(day);
    expect(dayOf(end ?? '')).toBe(day);
    expect(dayOf(new Date(Date.parse(end ?? '') + 1_000).toISOString())).not.toBe(day);
  });

  it.each(['', '23.11.2026', '2026-13-01', 'tomorrow'])('“%s” is none', (text) => {
    expect(endOfDay(text)).toBeNull();
  });
});
