import { fault } from '../tunnel/fault.js';
import { advanceRun, type KeptFinding } from './advance-run.js';
import type { RuleResult } from './rule-result.js';
import { couldNotLook } from './run.js';

const T = Date.parse('2026-11-22T12:00:00Z');
const closed = (subject = ''): RuleResult => ({ rule: 'PORT-01', status: 'fail', code: 'port-refused', subject, params: {} });
const open = (subject = ''): RuleResult => ({ rule: 'PORT-01', status: 'ok', code: null, subject, params: {} });
const unable: RuleResult = { ...closed(), status: 'unable-to-tell', code: 'port-unable' };

const through = (...runs: readonly (readonly RuleResult[])[]): readonly KeptFinding[] =>
  runs.reduce<readonly KeptFinding[]>(
    (findings, answers, i) =>
      advanceRun(
        'tcp-port',
        findings.filter((f) => f.closedAt === null),
        { answers, at: T + i },
      ).map((f) => ({ ...f, id: f.id ?? `f${i}` })),
    [],
  );

describe('findings from run to run', () => {
  it('open at the first run that sees them and close after two that do not', () => {
    expect(through([closed()], [closed()])).toMatchObject([{ id: 'f0', openedAt: T, lastSeenAt: T + 1, seen: 2, closedAt: null }]);
    expect(through([closed()], [closed()], [open()])).toMatchObject([{ id: 'f0', missed: 1, lastSeenAt: T + 1, closedAt: null }]);
    expect(through([closed()], [closed()], [open()], [open()])).toMatchObject([{ id: 'f0', closedAt: T + 3 }]);
  });

  it.each([
    ['a rule that could not tell', [unable]],
    ['a run that could not look', [couldNotLook(fault('connection-lost', {}))]],
  ])('neither open nor close by %s, however often', (_, answers) => {
    const before = through([closed()], [closed()], [open()]);
    expect(through([closed()], [closed()], [open()], answers, answers, answers)).toEqual(before);
    expect(through(answers, answers)).toEqual([]);
  });
});
