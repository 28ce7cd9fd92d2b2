import { bytes, relativeTime, timeLeft } from './units.js';

describe('relativeTime', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');

  it('uses the largest unit that fits and never rounds up', () => {
    expect(relativeTime(now - 119_000, now, 'en')).toBe('1 minute ago');
    expect(relativeTime(now - 3_600_000, now, 'de')).toBe('vor 1 Stunde');
    expect(relativeTime(now + 4_900, now, 'en')).toBe('in 4 seconds');
  });

  it('says now for the present second', () => {
    expect(relativeTime(now - 300, now, 'de')).toBe('jetzt');
  });
});

describe('bytes', () => {
  it('counts in decimal units with three figures, in the reader’s notation', () => {
    expect(bytes(0, 'en')).toBe('0\u00a0B');
    expect(bytes(999, 'en')).toBe('999\u00a0B');
    expect(bytes(1_234_567, 'de')).toBe('1,23\u00a0MB');
    expect(bytes(25_165_824, 'en')).toBe('25.2\u00a0MB');
  });

  it('does not run out of units', () => {
    expect(bytes(5e18, 'en')).toBe('5,000\u00a0PB');
  });
});

describe('timeLeft', () => {
  const DAY = 86_400_000;

  it('says the two largest units, and none in between that is empty', () => {
    expect(timeLeft(DAY + 3 * 3_600_000 + 59_000, 'en')).toBe('1 day, 3 hr');
    expect(timeLeft(2 * DAY + 12_000, 'de')).toBe('2 Tage');
    expect(timeLeft(61_000, 'en')).toBe('1 min, 1 sec');
  });

  it('rounds up to the second: nothing is over before it is', () => {
    expect(timeLeft(1, 'en')).toBe('1 sec');
    expect(timeLeft(59_001, 'en')).toBe('1 min');
    expect(timeLeft(0, 'de')).toBe('0 Sek.');
  });
});
