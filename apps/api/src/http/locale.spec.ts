import { localeOf } from './locale.js';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-CH, de;q=0.9, en;q=0.8', 'de'],
    ['fr-FR, fr;q=0.9', 'en'],
    ['en;q=0.5, de;q=0.7', 'de'],
    ['de;q=0, en', 'en'],
    ['*', 'en'],
    ['fr, *;q=0.1, de;q=0.4', 'de'],
    ['de;q=nonsense', 'de'],
  ])('%s is %s', (header, locale) => {
    expect(localeOf(header)).toBe(locale);
  });
});
