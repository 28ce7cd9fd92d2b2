import type { Cursor, Page } from '@stellwerk/store';
import { z } from 'zod';
import { Refusal } from '../http/refusal.js';

const Wire = z.tuple([z.iso.datetime(), z.string().min(1).max(64)]);

/** Opaque to callers: the last row seen, so that a page stays right while rows come and go. */
export const cursorText = (cursor: Cursor | null): string | null =>
  cursor === null ? null : Buffer.from(JSON.stringify([cursor.createdAt.toISOString(), cursor.id])).toString('base64url');

export function cursorOf(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  try {
    const [createdAt, id] = Wire.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { createdAt: new Date(createdAt), id };
  } catch {
    throw new Refusal('validation-failed', { errors: [{ pointer: '?cursor', code: 'cursor-malformed' }] });
  }
}

/** A store page on the wire. */
export const pageOf = <T, V>(page: Page<T>, view: (row: T) => V): { items: V[]; nextCursor: string | null } => ({ items: page.items.map(view), nextCursor: cursorText(page.next) });
