import { isUuid } from './db.js';
import type { Cursor, Page, PageRequest } from './types/common.js';

/** The opaque form of a cursor, for the wire. */
export const encodeCursor = (cursor: Cursor): string => Buffer.from(`${cursor.createdAt.getTime()} ${cursor.id}`).toString('base64url');

/** The end of the year 9999: what comes later is written in a way that PostgreSQL does not read. */
const LATEST = Date.UTC(9999, 11, 31);

/** Null when somebody made it up. */
export function decodeCursor(text: string): Cursor | null {
  const [time, id, ...rest] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  const createdAt = new Date(Number(time));
  const sound = id !== undefined && rest.length === 0 && (isUuid(id) || /^\d{1,18}$/.test(id)) && /^\d{1,15}$/.test(time ?? '');
  return sound && createdAt.getTime() <= LATEST ? { createdAt, id } : null;
}

/** Ask for one row more than the page holds: its presence says whether there is a next page. */
export const fetchLimit = (page: PageRequest): number => Math.min(Math.max(page.limit, 1), 500) + 1;

/** Cuts the extra row off again and makes the cursor of the last one shown. */
export function toPage<T>(fetched: readonly T[], page: PageRequest, cursorOf: (item: T) => Cursor): Page<T> {
  const limit = fetchLimit(page) - 1;
  const items = fetched.slice(0, limit);
  const last = items.at(-1);
  return { items, next: fetched.length > limit && last !== undefined ? cursorOf(last) : null };
}

/** Text for ILIKE that matches itself anywhere; null when there is nothing to search for. */
export const likePattern = (search: string | undefined): string | null =>
  search?.trim() ? `%${search.trim().replace(/[\\%_]/g, '\\$&')}%` : null;
