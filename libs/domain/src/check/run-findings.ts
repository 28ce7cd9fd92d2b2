import type { Locale, Params } from '../locale.js';
import { sentence } from '../text/sentence.js';
import { value } from '../text/words.js';
import type { FindingEntry } from './finding-text.js';

const why = (p: Params, locale: Locale): string => sentence(value(p, 'fault', 'internal-error'), p, locale);

/** What a run itself can say, whatever its kind. */
export const RUN_FINDINGS = {
  'could-not-look': {
    rule: 'RUN-01',
    source: { from: 'domain reference §6', checkedOn: '2026-11-22' },
    title: { de: () => 'Konnte nicht nachsehen', en: () => 'Could not look' },
    text: {
      de: (p) => `Die Prüfung kam nicht bis zu ihrem Ziel, über das sie deshalb nichts sagt. ${why(p, 'de')}`,
      en: (p) => `The check did not get as far as its target, and so says nothing about it. ${why(p, 'en')}`,
    },
    fix: { de: () => '', en: () => '' },
  },
} as const satisfies Record<string, FindingEntry>;
