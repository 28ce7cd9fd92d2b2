import type { Locale, Params } from '../locale.js';

/** A sentence in every language, told from the values of its finding or fault. */
export type Text = Readonly<Record<Locale, (p: Params) => string>>;

/** A value as text, or `otherwise` when the fault came without it: a sentence never shows a hole. */
export function value(p: Params, name: string, otherwise: string): string {
  const found = p[name];
  if (found === undefined || found === '') return otherwise;
  return Array.isArray(found) ? found.join(', ') || otherwise : String(found);
}

/** `host:port` where both are known, with brackets around an IPv6 address. */
export function endpoint(p: Params, otherwise: string): string {
  const host = value(p, 'host', '');
  if (host === '') return otherwise;
  const shown = host.includes(':') ? `[${host}]` : host;
  return p.port === undefined ? host : `${shown}:${value(p, 'port', '')}`;
}

/** Extra words when a value is there, nothing when it is not. */
export const when = (p: Params, name: string, say: (text: string) => string): string =>
  value(p, name, '') === '' ? '' : say(value(p, name, ''));
