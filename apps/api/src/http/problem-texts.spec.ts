import { PROBLEMS } from '@stellwerk/contracts';
import { FIELD_TEXTS } from './field-texts.js';
import { filled, PROBLEM_TEXTS } from './problem-texts.js';

describe('sentences of refusals', () => {
  it('exist in both languages for every code, and use the same placeholders', () => {
    const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
    expect(Object.keys(PROBLEM_TEXTS).sort()).toEqual(Object.keys(PROBLEMS).sort());
    for (const texts of [...Object.values(PROBLEM_TEXTS), ...Object.values(FIELD_TEXTS)]) {
      expect(texts.de).not.toBe(texts.en);
      expect(placeholders(texts.de)).toEqual(placeholders(texts.en));
    }
  });

  it('are filled in, and keep an unknown placeholder visible', () => {
    expect(filled('{a} {b} {c}', { a: 1, b: ['x', 'y'] })).toBe('1 x, y {c}');
  });
});
