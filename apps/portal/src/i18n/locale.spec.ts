import { negotiateLocale } from './locale.js';

describe('negotiateLocale', () => {
  it('lets a chosen language win over the browser', () => {
    expect(negotiateLocale('en', 'de-DE,de;q=0.9')).toBe('en');
  });

  it('ignores a choice that is not a language of Stellwerk', () => {
    expect(negotiateLocale('../de', 'en-GB')).toBe('en');
  });

  it('takes the best-weighted language of the browser that it speaks', () => {
    expect(negotiateLocale(undefined, 'fr-FR, de;q=0.5, en;q=0.8')).toBe('en');
    expect(negotiateLocale(undefined, 'en;q=0, de-AT;q=0.1')).toBe('de');
  });

  it('speaks German when nothing fits', () => {
    expect(negotiateLocale(undefined, null)).toBe('de');
    expect(negotiateLocale(undefined, 'fr, *;q=0.1')).toBe('de');
  });
});
