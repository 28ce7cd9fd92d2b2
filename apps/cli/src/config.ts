import type { Locale } from '@stellwerk/domain';

/** What the environment says; options on the command line come first. */
export interface Environment {
  readonly url: string | null;
  readonly apiKey: string | null;
  readonly locale: Locale;
}

const given = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value);

/** The language of the terminal, by POSIX's order of precedence (LC_ALL, LC_MESSAGES, LANG). */
const localeOf = (env: NodeJS.ProcessEnv): Locale =>
  (given(env['LC_ALL']) ?? given(env['LC_MESSAGES']) ?? given(env['LANG']) ?? '').toLowerCase().startsWith('de') ? 'de' : 'en';

export const readEnvironment = (env: NodeJS.ProcessEnv = process.env): Environment => ({
  url: given(env['STELLWERK_URL']),
  apiKey: given(env['STELLWERK_API_KEY']),
  locale: localeOf(env),
});
