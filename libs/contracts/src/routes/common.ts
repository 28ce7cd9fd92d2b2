import { z } from 'zod';

export const V1 = '/api/v1';
export const id = z.object({ id: z.uuid() });

/** Cursor pagination: stable order, opaque cursor, null when there is no next page. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const PageQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(100), cursor: z.string().max(400).optional() });

/** `?validateOnly=true`: the same code path, permissions and refusals, and no effect. */
export const dryRun = z.object({ validateOnly: z.stringbool().default(false) });

/** A short list that is always whole. */
export const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
