import { readFileSync } from 'node:fs';

type Tree = { [key: string]: string | Tree };
const load = (locale: string) => JSON.parse(readFileSync(new URL(`./${locale}.json`, import.meta.url), 'utf8')) as Tree;
const flat = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );
/** The values a message takes; a branch of a plural that is one word only looks like one. */
const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/(?<!(?:=\d+|one|other) ?)\{(\w+)(?=[,}])/g)].map((m) => m[1]))].sort();

const de = new Map(flat(load('de')));
const en = new Map(flat(load('en')));

describe('the messages', () => {
  it('exist in both languages, key by key', () => {
    expect([...de.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it('are never empty and take the same values in both languages', () => {
    for (const [key, text] of de) {
      expect(text.trim()).not.toBe('');
      expect({ key, values: placeholders(en.get(key) ?? '') }).toEqual({ key, values: placeholders(text) });
    }
  });

  it('address people formally in German', () => {
    const familiar = [...de].filter(([, text]) => /\b(du|dein|deine|deinen|dir|dich)\b/i.test(text));
    expect(familiar).toEqual([]);
  });
});
