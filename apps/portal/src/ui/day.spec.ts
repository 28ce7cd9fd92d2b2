import { dayOf, daysUntil, endOfDay } from './day.js';

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

describe('days until a moment', () => {
  const noon = new Date(2026, 9, 24, 12).getTime();

  it('are days of the calendar, whatever the hour', () => {
    expect(daysUntil(new Date(2026, 9, 24, 23, 59).toISOString(), noon)).toBe(0);
    expect(daysUntil(new Date(2026, 9, 25, 0, 1).toISOString(), noon)).toBe(1);
    expect(daysUntil(new Date(2026, 9, 23, 23, 59).toISOString(), noon)).toBe(-1);
  });

  it('are counted right over the days with 23 and 25 hours', () => {
    expect(daysUntil(new Date(2026, 9, 26, 0, 30).toISOString(), noon)).toBe(2);
    expect(daysUntil(new Date(2027, 9, 24, 12).toISOString(), noon)).toBe(365);
    expect(daysUntil(new Date(2027, 3, 1, 1).toISOString(), new Date(2027, 2, 27, 23).getTime())).toBe(5);
  });
});
