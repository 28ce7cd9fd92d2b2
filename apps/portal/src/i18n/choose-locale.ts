import type { Locale } from '@stellwerk/domain';
import { LOCALE_COOKIE } from './locale';

const YEAR_S = 365 * 24 * 3600;

/** Keeps a person's language in this browser; the next page, or `router.refresh()`, speaks it. */
export function chooseLocale(locale: Locale): void {
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_S}; samesite=lax`;
  document.documentElement.lang = locale;
}
