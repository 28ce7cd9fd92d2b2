import type { FindingEntry } from '../check/finding-text.js';
import type { Params } from '../locale.js';
import { type Text, value } from './words.js';

/** A sentence with `{name}` where a value belongs, or a function where words depend on values. */
export type Say = string | ((p: Params) => string);

/** Title, text and fix of a finding in one language. */
export interface Said {
  readonly title: Say;
  readonly text: Say;
  /** Empty: nothing is to be done. */
  readonly fix: Say;
}

/** Names, addresses, ports: what may stand in a command or a record that somebody copies, whatever was typed. */
const PLAIN = /^[\w.:-]*$/;

/** A value for a line to copy: `?` unless it is plain, so that no typed text becomes a command of its own. */
export const copyable = (p: Params, name: string): string => {
  const text = value(p, name, '?');
  return PLAIN.test(text) ? text : '?';
};

/** Fills `{name}` once, in lines to copy with plain values only; what a value itself contains is not looked at again. A missing value shows as `?`. */
const fill = (say: Say, p: Params): string =>
  typeof say === 'function'
    ? say(p)
    : say
        .split('\n')
        .map((line) => line.replace(/\{(\w+)\}/g, (_, name: string) => (line.startsWith('    ') ? copyable(p, name) : value(p, name, '?'))))
        .join('\n');

const both = (de: Say, en: Say): Text => ({ de: (p) => fill(de, p), en: (p) => fill(en, p) });

/** The day on which the rules of this catalogue were last compared with their sources. */
const CHECKED_ON = '2026-11-22';

/**
 * One row of the catalogue of findings.
 * @param from where the rule comes from: a section of the reference, an RFC, a programme
 */
export const entry = (rule: string, from: string, de: Said, en: Said): FindingEntry => ({
  rule,
  source: { from, checkedOn: CHECKED_ON },
  title: both(de.title, en.title),
  text: both(de.text, en.text),
  fix: both(de.fix, en.fix),
});
