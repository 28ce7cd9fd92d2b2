/** The languages a person may read Stellwerk in. German is the default of the field, English of the API. */
export const LOCALES = ['de', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Values put into a translated sentence: ports, names, fingerprints. Never a secret. */
export type Params = Readonly<Record<string, string | number | boolean | readonly string[]>>;
