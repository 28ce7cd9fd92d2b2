import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { LOCALE_COOKIE, negotiateLocale } from './locale';

export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const locale = negotiateLocale(jar.get(LOCALE_COOKIE)?.value, head.get('accept-language'));
  const messages = locale === 'de' ? (await import('../messages/de.json')).default : (await import('../messages/en.json')).default;
  return { locale, messages, timeZone: 'Europe/Berlin' };
});
