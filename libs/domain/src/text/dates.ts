import type { Locale, Params } from '../locale.js';
import { value } from './words.js';

const ZONE = 'Europe/Berlin';

function shown(p: Params, name: string, locale: Locale, options: Intl.DateTimeFormatOptions): string {
  const text = value(p, name, '');
  const at = new Date(text);
  if (text === '' || Number.isNaN(at.getTime())) return text || '–';
  return new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options }).format(at);
}

/** The day of a point in time (ISO 8601), as people write it. What is no time is shown as it is. */
export const day = (p: Params, name: string, locale: Locale): string => shown(p, name, locale, { dateStyle: 'long' });

/** A point in time to the second, with its zone: a reader must never guess. */
export const moment = (p: Params, name: string, locale: Locale): string =>
  shown(p, name, locale, { dateStyle: 'medium', timeStyle: 'long' });

/** Days of a deadline that a rule set for midnight UTC: the day it is written with, wherever it is read. */
export const deadline = (p: Params, name: string, locale: Locale): string => shown(p, name, locale, { dateStyle: 'long', timeZone: 'UTC' });
