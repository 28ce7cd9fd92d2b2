import { findingText } from '../check/findings.js';
import type { CheckKind } from '../check/kinds.js';
import { advance, BELIEVED_AFTER } from '../check/life.js';
import type { RuleResult } from '../check/rule-result.js';

/** `RULE status code`, of every answer that is not fine; with its sentences proven whole in both languages, and one answer per rule and subject. */
export function said(results: readonly RuleResult[]): readonly string[] {
  const keys = results.filter(({ status }) => status !== 'ok').map(({ rule, subject }) => `${rule} ${subject}`);
  expect(keys).toEqual([...new Set(keys)]);
  return results
    .filter(({ status }) => status !== 'ok')
    .map(({ rule, status, code, params }) => {
      expect(code).not.toBeNull();
      for (const locale of ['de', 'en'] as const) {
        const { title, text, fix, source } = findingText(code ?? '', params, locale);
        expect(source).not.toBeNull();
        expect(title).not.toBe('');
        expect(`${title} ${text} ${fix}`).not.toMatch(/\?|undefined|null|NaN|\[object|\{\w+\}/);
      }
      return `${rule} ${status} ${code}`;
    });
}

/** Leaves out what only keeps earlier findings alive: a whole rule of which nothing can be told this time. */
export const spoken = (results: readonly RuleResult[]): readonly RuleResult[] =>
  results.filter(({ status, subject }) => status !== 'unable-to-tell' || subject !== '');

/** Rules and subjects of the findings that a run leaves open after another one. */
export function leftOpen(kind: CheckKind, before: readonly RuleResult[], after: readonly RuleResult[]): readonly string[] {
  const opened = advance(kind, [], before).open.map((finding) => ({ ...finding, seen: BELIEVED_AFTER }));
  const { close } = advance(
    kind,
    opened.map((finding) => ({ ...finding, missed: BELIEVED_AFTER })),
    after,
  );
  return opened.filter(({ rule, subject }) => !close.some((one) => one.rule === rule && one.subject === subject)).map(({ code }) => code);
}
