import { at, DAY, HOUR, iso, SECOND, validity } from '../test/certificates.js';
import { certificateLevel, expiresAtMs, lifetimeMs, renewalAtMs, thresholdsMs } from './level.js';

const FROM = '2026-10-01T00:00:00Z';

describe('how close a certificate is to its end (§7.4)', () => {
  it('counts the last valid second in', () => {
    const one = { notBefore: '2026-10-01T00:00:00Z', notAfter: '2026-10-01T23:59:59Z' };
    expect(lifetimeMs(one)).toBe(DAY);
    expect(certificateLevel(one, at('2026-10-01T23:59:59.999Z'))).toBe('critical');
    expect(certificateLevel(one, at('2026-10-02T00:00:00Z'))).toBe('expired');
  });

  it('is not yet valid until its very first second', () => {
    const one = validity(FROM, 90);
    expect(certificateLevel(one, at(FROM) - 1)).toBe('not-yet-valid');
    expect(certificateLevel(one, at(FROM))).toBe('ok');
  });

  it.each([
    [398, 398 / 3, 30, 14],
    [200, 200 / 3, 30, 14],
    [100, 100 / 3, 25, 12.5],
    [90, 30, 22.5, 11.25],
    [64, 64 / 3, 16, 8],
    [47, 47 / 3, 11.75, 5.875],
    [45, 15, 11.25, 5.625],
    [160 / 24, 160 / 72, 40 / 24, 20 / 24],
  ])('turns over to the second: %d days are due below %d, warn below %d, critical below %d', (days, due, warn, critical) => {
    const one = validity(FROM, days);
    const left = (ms: number): string => certificateLevel(one, expiresAtMs(one) - ms);
    expect(thresholdsMs(one)).toEqual({ due: (days * DAY) / 3, warn: warn * DAY, critical: critical * DAY });
    expect([left(due * DAY + SECOND), left(due * DAY - SECOND)]).toEqual(['ok', 'due']);
    expect([left(warn * DAY), left(warn * DAY - SECOND)]).toEqual(['due', 'warn']);
    expect([left(warn * DAY + SECOND), left(critical * DAY)]).toEqual(['due', 'warn']);
    expect([left(critical * DAY - SECOND), left(1), left(0)]).toEqual(['critical', 'critical', 'expired']);
  });

  it.each([
    ['90 days', 90 * DAY],
    ['64 days', 64 * DAY],
    ['47 days', 47 * DAY],
    ['45 days', 45 * DAY],
    ['160 hours', 160 * HOUR],
  ])('never warns of a certificate of %s that is renewed on schedule, at every ten minutes of ten cycles', (_, life) => {
    const seen = new Set<string>();
    let begin = at(FROM);
    for (let cycle = 0; cycle < 10; cycle++) {
      const one = { notBefore: iso(begin), notAfter: iso(begin + life - SECOND) };
      const renewal = renewalAtMs(one);
      for (let now = begin; now <= renewal; now += 600 * SECOND) seen.add(certificateLevel(one, now));
      seen.add(certificateLevel(one, renewal));
      begin = renewal;
    }
    expect([...seen]).toEqual(['ok']);
  });

  it('warns of one that is not: with a quarter of its life left, whatever its length', () => {
    const one = validity(FROM, 45);
    let first = renewalAtMs(one);
    while (certificateLevel(one, first) !== 'warn') first += 60 * SECOND;
    expect(Math.round((expiresAtMs(one) - first) / HOUR)).toBe(270);
  });
});
