import { type Cursor, decodeCursor, encodeCursor, type Page } from '@stellwerk/store';
import { Refusal } from '../http/refusal.js';

/** Opaque to callers: the last row seen, so that a page stays right while rows come and go. */
export const cursorText = (cursor: Cursor | null): string | null => (cursor === null ? null : encodeCursor(cursor));

/** @param of what the rows of the list are told apart by */
export function cursorOf(text: string | undefined, of: 'uuid' | 'number' = 'uuid'): Cursor | null {
  if (text === undefined) return null;
  const cursor = decodeCursor(text);
  if (cursor === null || cursor.id.includes('-') !== (of === 'uuid'))
    throw new Refusal('validation-failed', { errors: [{ pointer: '?cursor', code: 'cursor-malformed' }] });
  return cursor;
}

/** A store page on the wire. */
export const pageOf = <T, V>(page: Page<T>, view: (row: T) => V): { items: V[]; nextCursor: string | null } => ({
  items: page.items.map((row) => view(row)),
  nextCursor: cursorText(page.next),
});
