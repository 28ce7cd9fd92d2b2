import type { Locale, Params } from '../locale.js';

/** A sentence in every language, told from the values of its finding or fault. */
export type Text = Readonly<Record<Locale, (p: Params) => string>>;

/** A line break somebody typed would begin a line of its own, and lines that begin with blanks are commands to copy. */
const LINE_BREAKS = /[\n\v\f\r\u0085\u2028\u2029]+\s*/g;

/** A value as text on one line, or `otherwise` when the fault came without it: a sentence never shows a hole. */
export function value(p: Params, name: string, otherwise: string): string {
  const found = p[name];
  if (found === undefined || found === '') return otherwise;
  const text = Array.isArray(found) ? found.join(', ') || otherwise : String(found);
  return text.replace(LINE_BREAKS, ' ');
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
