import { afterEnd, type EndedRequest } from './after-end.js';
import { judgeTerm, type TermInput } from './term.js';

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 23);

describe('the end of an access', () => {
  const codes = (over: Partial<TermInput>) =>
    judgeTerm({ endsAt: null, now, longestDays: null, console: false, ...over }).map((f) => f.code);
  it.each([
    ['may be left out', {}, []],
    ['may lie ahead', { endsAt: now + 1 }, []],
    ['may not be now', { endsAt: now }, ['end-past']],
    ['may not be past', { endsAt: now - DAY }, ['end-past']],
    ['must be given for the console of a PBX', { console: true }, ['end-missing']],
    ['is enough for the console of a PBX', { console: true, endsAt: now + DAY }, []],
    ['may be the policy’s last moment', { endsAt: now + 7 * DAY, longestDays: 7 }, []],
    ['may not be later than the policy’s', { endsAt: now + 7 * DAY + 1, longestDays: 7 }, ['end-too-late']],
    ['may not be missing where the policy has a limit', { longestDays: 7 }, ['end-too-late']],
    ['is approved as asked', { endsAt: now + DAY, asked: now + DAY }, []],
    ['is approved earlier', { endsAt: now + DAY, asked: now + 2 * DAY }, []],
    ['is approved where none was asked for', { endsAt: now + DAY, asked: null }, []],
    ['is not approved later', { endsAt: now + 2 * DAY, asked: now + DAY }, ['end-later-than-asked']],
    ['is not left out by who approves', { endsAt: null, asked: now + DAY }, ['end-later-than-asked']],
    ['is not approved once it is past', { endsAt: now - 1, asked: now - 1 }, ['end-past']],
  ])('%s', (_, over, expected) => expect(codes(over)).toEqual(expected));
});

describe('after an access', () => {
  const base: EndedRequest = {
    act: 'end',
    kind: 'tunnel',
    requestId: 'r',
    tunnel: { requestId: 'r' },
    replaced: null,
    replacedStatus: null,
    now,
  };
  const change: EndedRequest = { ...base, kind: 'change', replaced: { endsAt: null, requestId: null } };
  it.each([
    ['a new tunnel is switched off', base, 'disable'],
    ['a changed one is put back', change, 'restore'],
    ['a revoked change is put back too', { ...change, act: 'revoke' as const }, 'restore'],
    ['nothing is left of a deleted tunnel', { ...base, tunnel: null }, 'gone'],
    ['a later approval keeps its tunnel when the earlier time is over', { ...base, tunnel: { requestId: 'later' } }, 'superseded'],
    ['but not when the access is revoked', { ...base, act: 'revoke' as const, tunnel: { requestId: 'later' } }, 'disable'],
    ['a change under a later change leaves it alone', { ...change, act: 'revoke' as const, tunnel: { requestId: 'later' } }, 'superseded'],
    [
      'what was itself over by now does not come back',
      { ...change, replaced: { endsAt: now, requestId: 'b' }, replacedStatus: 'approved' as const },
      'disable',
    ],
    [
      'nor what was revoked meanwhile',
      { ...change, replaced: { endsAt: now + DAY, requestId: 'b' }, replacedStatus: 'revoked' as const },
      'disable',
    ],
    [
      'what still has time comes back',
      { ...change, replaced: { endsAt: now + 1, requestId: 'b' }, replacedStatus: 'approved' as const },
      'restore',
    ],
    ['a change that kept nothing of before is switched off', { ...change, replaced: null }, 'disable'],
  ] as const)('%s', (_, input, outcome) => expect(afterEnd(input)).toBe(outcome));
});
