import { endOf, evening, localText, openChoices } from './end-choice.js';

/** A Monday at 10:00 by the reader's clock. */
const MORNING = new Date(2026, 10, 23, 10, 0, 0).getTime();
const NIGHT = new Date(2026, 10, 23, 21, 30, 0).getTime();
const HOUR = 3_600_000;

describe('the end somebody chooses', () => {
  it.each([
    ['hour', MORNING + HOUR],
    ['day', MORNING + 24 * HOUR],
    ['week', MORNING + 7 * 24 * HOUR],
    ['month', MORNING + 30 * 24 * HOUR],
    ['today', new Date(2026, 10, 23, 18, 0, 0).getTime()],
    ['never', null],
  ] as const)('%s counts from now', (choice, end) => expect(endOf({ choice, date: '' }, MORNING)).toBe(end));

  it('as a date is by the reader’s own clock, and survives being written into the field again', () => {
    const at = new Date(2026, 11, 1, 8, 15, 0).getTime();
    expect(localText(at)).toBe('2026-12-01T08:15');
    expect(endOf({ choice: 'date', date: localText(at) }, MORNING)).toBe(at);
    expect(endOf({ choice: 'date', date: localText(at + 40_000) }, MORNING)).toBe(at + 40_000);
  });

  it('is unknown while nothing, or no date, is there', () => {
    expect(endOf({ choice: null, date: '' }, MORNING)).toBeUndefined();
    expect(endOf({ choice: 'date', date: '' }, MORNING)).toBeUndefined();
    expect(endOf({ choice: 'date', date: 'tomorrow' }, MORNING)).toBeUndefined();
  });
});

describe('the choices', () => {
  it('leave out today once it is evening', () => {
    expect(openChoices(MORNING, { timed: false })).toContain('today');
    expect(openChoices(NIGHT, { timed: false })).not.toContain('today');
    expect(evening(NIGHT)).toBeLessThan(NIGHT);
  });

  it('never offer a console for good', () => expect(openChoices(MORNING, { timed: true })).not.toContain('never'));

  it('never offer an approver a longer end than was asked for', () => {
    expect(openChoices(MORNING, { timed: false, latest: MORNING + 24 * HOUR })).toEqual(['hour', 'today', 'date']);
    expect(openChoices(MORNING, { timed: false, latest: null })).toContain('never');
  });
});
