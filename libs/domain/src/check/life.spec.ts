import fc from 'fast-check';
import { CHECK_KINDS, type CheckKind } from './kinds.js';
import { advance, believedAfter, isBelieved, type OpenFinding } from './life.js';
import { fine, type RuleResult } from './rule-result.js';
import type { RuleStatus } from './status.js';

const says = (rule: string, status: Exclude<RuleStatus, 'ok'>, subject = '', params: RuleResult['params'] = {}): RuleResult => ({
  rule,
  status,
  code: `${rule}-${status}`,
  subject,
  params,
});

/** What is open after each run. */
function lived(kind: CheckKind, runs: readonly (readonly RuleResult[])[]): readonly (readonly OpenFinding[])[] {
  let open: readonly OpenFinding[] = [];
  return runs.map((results) => {
    const moved = advance(kind, open, results);
    const next = new Map<OpenFinding, OpenFinding>(open.map((finding) => [finding, finding]));
    for (const { finding, now } of moved.keep) next.set(finding, now);
    for (const { finding, missed } of moved.doubt) next.set(finding, { ...finding, missed });
    for (const finding of moved.close) next.delete(finding);
    open = [...next.values(), ...moved.open];
    return open;
  });
}
const FAIL = [says('CRT-06', 'fail', 'microsoft')];
const FINE = [fine('CRT-06', {}, 'microsoft')];
const UNABLE = [says('CRT-06', 'unable-to-tell', 'microsoft')];
const counts = (kind: CheckKind, runs: readonly (readonly RuleResult[])[]): readonly number[] =>
  lived(kind, runs).map((open) => open.length);

describe('the life of a finding', () => {
  it('opens at the first run that sees it, is believed after two, and closes after two that do not see it', () => {
    const runs = lived('tls-endpoint', [FAIL, FAIL, FINE, FAIL, FINE, FINE]);
    expect(runs.map((open) => open.map(({ seen, missed }) => [seen, missed]))).toEqual([
      [[1, 0]],
      [[2, 0]],
      [[2, 1]],
      [[3, 0]],
      [[3, 1]],
      [],
    ]);
    expect(runs.map(([first]) => first !== undefined && isBelieved('tls-endpoint', first))).toEqual([false, true, true, true, true, false]);
  });

  it('forgets a blip at once', () => expect(counts('tcp-port', [FAIL, FINE, FAIL, FINE])).toEqual([1, 0, 1, 0]));

  it('is not moved by a run that could not tell, however many', () => {
    expect(counts('tls-endpoint', [FAIL, FAIL, UNABLE, UNABLE, UNABLE, FINE, UNABLE, FINE])).toEqual([1, 1, 1, 1, 1, 1, 1, 0]);
    expect(counts('tls-endpoint', [UNABLE, UNABLE])).toEqual([0, 0]);
  });

  it('is not moved when a whole rule could not tell', () => {
    expect(counts('tls-endpoint', [FAIL, FAIL, [says('CRT-06', 'unable-to-tell')], [says('CRT-06', 'unable-to-tell')]])).toEqual([
      1, 1, 1, 1,
    ]);
  });

  it('closes what a rule calls well again, although the same rule could not tell about the rest', () => {
    const missing = [says('FED-11', 'fail', 'partner.example SRV')];
    const there = [fine('FED-11', {}, 'partner.example SRV'), says('FED-11', 'unable-to-tell')];
    expect(counts('federation-partner', [missing, missing, there, there])).toEqual([1, 1, 1, 0]);
  });

  it('waits for a second look at servers that contradict each other, however rarely they are asked', () => {
    expect(believedAfter('dns-issuance', 'DNS-09')).toEqual({ there: 2, gone: 2 });
    expect(believedAfter('dns-issuance', 'DNS-10')).toEqual({ there: 1, gone: 1 });
  });

  it('closes when its rule no longer speaks of it: a removed route, a replaced certificate', () => {
    expect(counts('federation-settings', [FAIL, []])).toEqual([1, 0]);
    expect(counts('tls-endpoint', [FAIL, FAIL, [], []])).toEqual([1, 1, 1, 0]);
  });

  it('survives a cluster that shows the old and the new certificate in turn', () => {
    const old = [says('CRT-01', 'warn', 'old')];
    const renewed = [fine('CRT-01', {}, 'new')];
    expect(counts('tls-endpoint', [old, renewed, old, renewed, old, renewed, renewed])).toEqual([1, 1, 1, 1, 1, 1, 0]);
  });

  it('believes the clock at once, and what is rarely or never probed', () => {
    expect(believedAfter('tls-endpoint', 'CRT-01')).toEqual({ there: 1, gone: 2 });
    expect(believedAfter('tls-endpoint', 'CRT-03')).toEqual({ there: 2, gone: 2 });
    expect(believedAfter('stored-certificate', 'CRT-03')).toEqual({ there: 1, gone: 1 });
    expect(believedAfter('federation-settings', 'DNS-04')).toEqual({ there: 1, gone: 1 });
  });

  it('grows worse without becoming another finding', () => {
    const [, after] = lived('tls-endpoint', [
      [says('CRT-01', 'warn', 'a')],
      [says('CRT-01', 'fail', 'a', { breaksAt: '2026-12-01T00:00:00Z' })],
    ]);
    expect(after).toEqual([
      expect.objectContaining({ code: 'CRT-01-fail', severity: 'fail', seen: 2, breaksAt: Date.parse('2026-12-01T00:00:00Z') }),
    ]);
  });

  it('keeps the worst of several answers about one thing', () => {
    const [open] = lived('dns-host', [[says('DNS-02', 'info'), says('DNS-02', 'fail'), says('DNS-02', 'warn')]]);
    expect(open).toEqual([expect.objectContaining({ severity: 'fail' })]);
  });

  it('takes no date from params that hold none', () => {
    const [open] = lived('dns-host', [[says('DNS-02', 'fail', '', { breaksAt: 'soon' })]]);
    expect(open?.[0]?.breaksAt).toBeNull();
  });
});

describe('whatever the rules say, run after run', () => {
  const result = fc.record({
    rule: fc.constantFrom('CRT-01', 'CRT-03', 'PORT-01'),
    status: fc.constantFrom<RuleStatus>('ok', 'info', 'warn', 'fail', 'unable-to-tell', 'skipped'),
    subject: fc.constantFrom('', 'a', 'b'),
  });
  const results = fc.array(
    result.map(({ rule, status, subject }) => (status === 'ok' ? fine(rule, {}, subject) : says(rule, status, subject))),
    { maxLength: 6 },
  );
  const walk = fc.tuple(fc.constantFrom(...CHECK_KINDS), fc.array(results, { maxLength: 30 }));
  const key = ({ rule, subject }: Pick<OpenFinding, 'rule' | 'subject'>): string => `${rule} ${subject}`;

  it('there are never two open findings of one rule and subject', () => {
    fc.assert(
      fc.property(walk, ([kind, runs]) => {
        for (const open of lived(kind, runs)) expect(new Set(open.map(key)).size).toBe(open.length);
      }),
      { numRuns: 300 },
    );
  });

  it('a run that can tell nothing changes nothing', () => {
    fc.assert(
      fc.property(walk, ([kind, runs]) => {
        const open = lived(kind, runs).at(-1) ?? [];
        const blind = open.map(({ rule, subject }) => says(rule, 'unable-to-tell', subject));
        expect(advance(kind, open, blind)).toEqual({ open: [], keep: [], doubt: [], close: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('every finding of the last run is open, and everything open was seen within the last runs that could tell', () => {
    fc.assert(
      fc.property(walk, ([kind, runs]) => {
        const open = new Set((lived(kind, runs).at(-1) ?? []).map(key));
        for (const one of runs.at(-1) ?? []) if (['fail', 'warn', 'info'].includes(one.status)) expect(open).toContain(key(one));
        for (const one of lived(kind, runs).at(-1) ?? []) {
          expect(one.missed).toBeLessThan(believedAfter(kind, one.rule).gone);
          expect(one.seen).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('two clean runs in a row leave nothing open', () => {
    fc.assert(
      fc.property(walk, ([kind, runs]) => {
        expect(lived(kind, [...runs, [], []]).at(-1)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
