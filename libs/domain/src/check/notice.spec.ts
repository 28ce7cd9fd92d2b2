import fc from 'fast-check';
import { DAY } from '../test/certificates.js';
import type { OpenFinding } from './life.js';
import { noticeKind } from './notice-kind.js';
import { decideNotice, NOTICE_LEVELS, type NoticeInput, type NoticeLevel, type Told } from './notice.js';

const SHA = 'a'.repeat(64);
const NOW = Date.parse('2026-11-22T00:00:00Z');
const finding = (more: Partial<OpenFinding> = {}): OpenFinding => ({
  rule: 'CRT-03',
  subject: 'connect.acme.example',
  code: 'name-not-covered',
  severity: 'fail',
  params: {},
  seen: 2,
  missed: 0,
  breaksAt: null,
  ...more,
});
const expiry = (severity: OpenFinding['severity'], code: string): OpenFinding =>
  finding({ rule: 'CRT-01', subject: SHA, severity, code, seen: 1 });
const decide = (more: Partial<NoticeInput>, now = NOW): NoticeLevel | null =>
  decideNotice({ kind: 'tls-endpoint', finding: finding(), mutedUntil: null, told: null, secondView: 'none', ...more }, now);
const told = (level: NoticeLevel, ago: number, sameFinding = true): Told => ({ level, at: NOW - ago, sameFinding });

describe('who is told what, and when', () => {
  it.each<readonly [title: string, input: Partial<NoticeInput>, level: NoticeLevel | null]>([
    ['a failure that two runs saw', {}, 'fail'],
    ['not after one run: it may be a blip', { finding: finding({ seen: 1 }) }, null],
    ['expiry after one run: the clock does not flap', { finding: expiry('warn', 'certificate-expiring') }, 'warn'],
    ['nothing that is only information', { finding: finding({ severity: 'info' }) }, null],
    ['nothing that the last run did not see', { finding: finding({ missed: 1 }) }, null],
    ['not again at the same level', { told: told('fail', 5 * DAY) }, null],
    ['again when it grows worse', { told: told('warn', 1) }, 'fail'],
    ['not when it grows better', { finding: finding({ severity: 'warn' }), told: told('fail', 5 * DAY) }, null],
    ['once more when it has expired', { finding: expiry('fail', 'certificate-expired'), told: told('fail', 3 * DAY) }, 'expired'],
    ['and only once', { finding: expiry('fail', 'certificate-expired'), told: told('expired', 3 * DAY) }, null],
    ['not of a muted finding', { mutedUntil: NOW + 1 }, null],
    ['again once muting ends', { mutedUntil: NOW }, 'fail'],
    ['of one that came back after a day', { told: told('fail', DAY, false) }, 'fail'],
    ['not within a day', { told: told('fail', DAY - 1, false) }, null],
    [
      'never twice of one certificate at one level',
      { finding: expiry('warn', 'certificate-expiring'), told: told('warn', 30 * DAY, false) },
      null,
    ],
    ['yet of the next level', { finding: expiry('fail', 'certificate-critical'), told: told('warn', 30 * DAY, false) }, 'fail'],
  ])('%s', (_, input, level) => expect(decide(input)).toBe(level));

  it.each<readonly [NoticeInput['secondView'], NoticeLevel | null]>([
    ['none', 'fail'],
    ['agrees', 'fail'],
    ['disagrees', null],
    ['pending', null],
  ])('a failure to reach something, when the second vantage point says: %s', (secondView, level) => {
    expect(decide({ kind: 'tcp-port', finding: finding({ rule: 'PORT-01', subject: '', code: 'port-filtered' }), secondView })).toBe(level);
    expect(decide({ finding: finding({ rule: 'FED-01', subject: '', code: 'federation-port-filtered' }), secondView })).toBe(level);
  });

  it('calls things what they are: an end, a beginning that lies ahead, a step by hand', () => {
    expect(noticeKind(expiry('fail', 'certificate-critical'), 'fail')).toBe('certificate-critical');
    expect(noticeKind(expiry('fail', 'certificate-not-yet-valid'), 'fail')).toBe('finding-failed');
    expect(noticeKind(finding({ rule: 'FED-08' }), 'fail')).toBe('needs-hand');
  });

  it('asks no second vantage point about a certificate', () => expect(decide({ secondView: 'disagrees' })).toBe('fail'));

  it('tells each level of one finding at most once, whatever happens, and never while muted', () => {
    const step = fc.record({
      severity: fc.constantFrom<OpenFinding['severity']>('info', 'warn', 'fail'),
      expired: fc.boolean(),
      missed: fc.constantFrom(0, 0, 0, 1),
      muted: fc.boolean(),
      pass: fc.integer({ min: 1, max: 3 * DAY }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let last: Told | null = null;
        let now = NOW;
        const levels: NoticeLevel[] = [];
        for (const { severity, expired, missed, muted, pass } of steps) {
          now += pass;
          const code = expired ? 'certificate-expired' : 'certificate-expiring';
          const one = { ...expiry(expired ? 'fail' : severity, code), missed };
          const level = decide({ finding: one, told: last, mutedUntil: muted ? now + 1 : null }, now);
          if (level === null) continue;
          expect(muted).toBe(false);
          levels.push(level);
          last = { level, at: now, sameFinding: true };
        }
        expect(levels).toEqual([...new Set(levels)].sort((a, b) => NOTICE_LEVELS.indexOf(a) - NOTICE_LEVELS.indexOf(b)));
      }),
      { numRuns: 300 },
    );
  });
});
