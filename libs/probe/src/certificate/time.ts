import { Malformed } from '../malformed.js';
import { type Der, type Element, TAG } from './der.js';

/** UTCTime and GeneralizedTime as certificates in the field write them: seconds may be missing, an offset may stand in for `Z`. */
const PATTERN = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(?:(\d{2})(?:\.\d{1,9})?)?(?:Z|([+-])(\d{2})(\d{2}))$/;

/** A Time (RFC 5280 §4.1.2.5) as ISO 8601 in UTC, to the second. Two-digit years from 50 on are in the twentieth century. */
export function readTime(der: Der, element: Element): string {
  if (element.tag !== TAG.utcTime && element.tag !== TAG.generalizedTime) throw new Malformed('no time where one belongs');
  const match = element.to - element.from > 32 ? null : PATTERN.exec(der.content(element).toString('latin1'));
  const [, year = '', month, day, hour, minute, second = '0', sign, offsetHours = '0', offsetMinutes = '0'] = match ?? [];
  if (match === null || (element.tag === TAG.utcTime) !== (year.length === 2)) throw new Malformed('a time in no known form');
  const fullYear = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2_000 : 1_900);
  const date = new Date(0);
  date.setUTCFullYear(fullYear, Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  // 31 February would silently become a day in March.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day) || Number(hour) > 23 || Number(minute) > 59)
    throw new Malformed('a date that does not exist');
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const time = new Date(date.getTime() - offset);
  if (time.getUTCFullYear() < 0 || time.getUTCFullYear() > 9_999) throw new Malformed('a date beyond the calendar');
  return time.toISOString().replace('.000Z', 'Z');
}
