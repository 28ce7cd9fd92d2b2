import { dayByKey, monthGrid, monthStart, shiftDayByMonth, shiftMonth } from './calendar-grid.js';

describe('a month of the calendar', () => {
  it.each([
    // Begins on a Monday and has four weeks exactly.
    ['2027-02', 4, '2027-02-01', '2027-02-28'],
    // Begins on a Sunday: its first week is nearly all of the month before.
    ['2026-11', 6, '2026-10-26', '2026-12-06'],
    ['2028-02', 5, '2028-01-31', '2028-03-05'],
    ['2026-12', 5, '2026-11-30', '2027-01-03'],
  ])('%s has %i whole weeks from Monday to Sunday', (month, weeks, first, last) => {
    const grid = monthGrid(month);
    expect(grid.map((week) => week.length)).toEqual(Array.from({ length: weeks }, () => 7));
    expect(grid[0]?.[0]?.day).toBe(first);
    expect(grid.at(-1)?.at(-1)?.day).toBe(last);
  });

  it('knows which of its days are its own', () => {
    const own = monthGrid('2028-02')
      .flat()
      .filter((d) => d.inMonth);
    expect(own).toHaveLength(29);
    expect(own.every(({ day }) => day.startsWith('2028-02-'))).toBe(true);
  });

  it('loses and doubles no day where the clocks change', () => {
    for (const month of ['2026-03', '2026-10']) {
      const days = monthGrid(month)
        .flat()
        .map((d) => d.day);
      expect(new Set(days).size).toBe(days.length);
    }
  });

  it.each(['2026-13', '2026-00', 'soon', '', '2026-1'])('“%s” is none', (text) => {
    expect(monthStart(text)).toBeNull();
    expect(monthGrid(text)).toEqual([]);
  });

  it('follows another, over the turn of the year and back', () => {
    expect(shiftMonth('2026-12', 1)).toBe('2027-01');
    expect(shiftMonth('2027-01', -1)).toBe('2026-12');
    expect(shiftMonth('2026-11', 14)).toBe('2028-01');
  });
});

describe('a key in the calendar', () => {
  it.each([
    ['ArrowLeft', '2026-11-01', '2026-10-31'],
    ['ArrowRight', '2026-12-31', '2027-01-01'],
    ['ArrowUp', '2026-11-03', '2026-10-27'],
    ['ArrowDown', '2026-11-28', '2026-12-05'],
    ['Home', '2026-11-22', '2026-11-16'],
    ['End', '2026-11-16', '2026-11-22'],
    ['PageDown', '2027-01-31', '2027-02-28'],
    ['PageUp', '2026-12-31', '2026-11-30'],
  ])('%s leads from %s to %s', (key, from, to) => {
    expect(dayByKey(from, key)).toBe(to);
  });

  it('that means nothing leads nowhere', () => {
    expect(dayByKey('2026-11-22', 'a')).toBeNull();
  });

  it('keeps the day of the month where the month has it', () => {
    expect(shiftDayByMonth('2026-11-15', 3)).toBe('2027-02-15');
  });
});
