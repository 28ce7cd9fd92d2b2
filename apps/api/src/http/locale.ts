import type { Locale } from '@stellwerk/domain';

/**
 * The language of sentences, from Accept-Language (RFC 9110 §12.5.4): the supported language with the highest weight,
 * English where none is asked for.
 */
export function localeOf(acceptLanguage: string | undefined): Locale {
  let best: { locale: Locale; weight: number } | null = null;
  for (const range of (acceptLanguage ?? '').split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const language = tag.split('-')[0];
    const locale = language === 'de' ? 'de' : language === 'en' || language === '*' ? 'en' : null;
    if (locale === null) continue;
    const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((value) => value !== undefined);
    const weight = quality === undefined ? 1 : Number(quality);
    if (weight > 0 && weight > (best?.weight ?? 0)) best = { locale, weight };
  }
  return best?.locale ?? 'en';
}
