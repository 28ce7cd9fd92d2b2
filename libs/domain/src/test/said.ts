import { findingText } from '../check/findings.js';
import type { RuleResult } from '../check/rule-result.js';

/** `RULE status code`, of every answer that is not fine; with its sentences proven whole in both languages on the way. */
export const said = (results: readonly RuleResult[]): readonly string[] =>
  results
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
