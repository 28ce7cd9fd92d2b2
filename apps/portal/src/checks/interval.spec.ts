import { intervalChoices, intervalText } from './interval.js';

describe('how often a check runs', () => {
  it('is said in the largest unit without a rest', () => {
    expect([60, 300, 3_600, 5_400, 86_400, 604_800, 90].map((s) => intervalText(s, 'en'))).toEqual([
      '1 minute',
      '5 minutes',
      '1 hour',
      '90 minutes',
      '1 day',
      '1 week',
      '90 seconds',
    ]);
    expect(intervalText(3_600, 'de')).toBe('1 Stunde');
  });

  it('is never offered more often than the kind may run', () => {
    expect(intervalChoices('tls-protocols', 86_400)).toEqual([86_400, 604_800]);
    expect(intervalChoices('tcp-port', 300)[0]).toBe(60);
  });

  it('keeps what somebody set, in its place', () => {
    expect(intervalChoices('tcp-port', 1_200)).toEqual([60, 300, 900, 1_200, 3_600, 21_600, 86_400, 604_800]);
  });
});
