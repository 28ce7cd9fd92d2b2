import { at, certificate, distrust, iso, SECOND, subject, validity } from '../test/certificates.js';
import { findingText } from '../check/findings.js';
import { expiresAtMs } from './level.js';
import { judgeLength, judgeLevel } from './validity.js';

describe('CRT-01: time left', () => {
  const one = validity('2026-09-03T00:00:00Z', 90);
  const end = expiresAtMs(one);
  const said = (now: number): string => {
    const { status, code, params } = judgeLevel(subject(one), now);
    return `${status} ${code ?? '-'} ${String(params.left)} ${String(params.unit)}`;
  };

  it.each([
    [end - 40 * 86_400_000, 'ok - 40 days'],
    [end - 30 * 86_400_000 + SECOND, 'info certificate-due 29 days'],
    [end - 22.5 * 86_400_000 + SECOND, 'warn certificate-expiring 22 days'],
    [end - 11.25 * 86_400_000 + SECOND, 'fail certificate-critical 11 days'],
    [end - 3_600_000, 'fail certificate-critical 1 hours'],
    [end - 1, 'fail certificate-critical 0 hours'],
    [end, 'fail certificate-expired 0 hours'],
    [end + 3 * 86_400_000, 'fail certificate-expired 3 days'],
    [at(one.notBefore) - 1, 'fail certificate-not-yet-valid 90 days'],
  ])('at %d says %s', (now, expected) => expect(said(now)).toBe(expected));

  it('never speaks of no hours', () => {
    const words = (now: number) => {
      const { code, params } = judgeLevel(subject(one), now);
      return (['de', 'en'] as const).map((locale) => findingText(code ?? '', params, locale).title);
    };
    expect(words(end - 1)).toEqual([
      'Zertifikat für connect.acme.example läuft in weniger als einer Stunde ab',
      'Certificate for connect.acme.example expires in less than an hour',
    ]);
    expect(words(end)).toEqual([
      'Zertifikat für connect.acme.example ist seit weniger als einer Stunde abgelaufen',
      'Certificate for connect.acme.example expired less than an hour ago',
    ]);
  });

  it('says when it turns into an outage: the first second it is no longer valid', () => {
    expect(judgeLevel(subject(one), end - 1).params.breaksAt).toBe(iso(end));
    expect(judgeLevel(subject(one), at(one.notBefore) - 1).params.breaksAt).toBeUndefined();
  });

  it('is about one certificate, named by its fingerprint', () => expect(judgeLevel(subject(one), end).subject).toBe('a'.repeat(64)));
});

describe('CRT-02: validity against the limit of the day of issue', () => {
  it.each([
    ['2026-03-14T23:59:59Z', 398, 0, 'ok'],
    ['2026-03-14T23:59:59Z', 398, 1, 'warn'],
    ['2026-03-15T00:00:00Z', 200, 0, 'ok'],
    ['2026-03-15T00:00:00Z', 200, 1, 'warn'],
    ['2026-03-15T00:00:00Z', 398, 0, 'warn'],
    ['2027-03-14T23:59:59Z', 200, 0, 'ok'],
    ['2027-03-15T00:00:00Z', 100, 0, 'ok'],
    ['2027-03-15T00:00:00Z', 100, 1, 'warn'],
    ['2027-03-15T00:00:00Z', 100, -1, 'ok'],
    ['2029-03-14T23:59:59Z', 100, 0, 'ok'],
    ['2029-03-15T00:00:00Z', 47, 0, 'ok'],
    ['2029-03-15T00:00:00Z', 47, 1, 'warn'],
  ])('issued %s for %d days and %d seconds: %s', (from, days, seconds, status) => {
    const answer = judgeLength(subject(validity(from, days, seconds)));
    expect(answer.status).toBe(status);
    if (status === 'warn') expect(answer.params.lengthDays).toBe(seconds > 0 ? days + 1 : days);
  });

  it('does not bind private authorities', () => {
    const ten = validity('2026-03-15T00:00:00Z', 3_650);
    const homeMade = subject(
      { ...ten, sctCount: 0 },
      { trust: [distrust('mozilla', 'unknown-root'), distrust('microsoft', 'unknown-root')] },
    );
    expect(judgeLength(homeMade)).toMatchObject({ status: 'skipped', code: 'private-authority' });
    expect(judgeLength(subject({ ...ten, selfSigned: true, sctCount: 0 }, { trust: [] }))).toMatchObject({ status: 'skipped' });
  });

  it('takes embedded timestamps for a public authority where no path was found, and otherwise does not guess', () => {
    const ten = validity('2026-03-15T00:00:00Z', 3_650);
    const gap = [distrust('mozilla', 'incomplete-chain')];
    expect(judgeLength(subject(ten, { trust: gap }))).toMatchObject({ status: 'warn' });
    expect(judgeLength(subject({ ...ten, sctCount: 0 }, { trust: gap }))).toMatchObject({ status: 'unable-to-tell' });
    expect(judgeLength(subject(certificate({ sctCount: 0 }), { trust: [] }))).toMatchObject({ status: 'unable-to-tell' });
  });
});
