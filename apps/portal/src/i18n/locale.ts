import { LOCALES, type Locale } from '@stellwerk/domain';

/** The cookie in which a person's choice of language is kept; absent, the browser's own wish counts. */
export const LOCALE_COOKIE = 'stellwerk_locale';

const isLocale = (value: string | undefined): value is Locale => LOCALES.includes(value as Locale);

/** The chosen language if there is one, else the first of Accept-Language (RFC 9110, 12.5.4) that Stellwerk speaks, else German. */
export function negotiateLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen;
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.find((p) => p.trim().startsWith('q='));
      return { language: tag.trim().toLowerCase().split('-')[0], q: quality ? Number(quality.trim().slice(2)) || 0 : 1 };
    })
    .filter((wish) => wish.q > 0)
    .sort((a, b) => b.q - a.q);
  return wishes.map((wish) => wish.language).find(isLocale) ?? 'de';
}
