import { createHash } from 'node:crypto';
import type { Endpoint } from '@stellwerk/contracts';
import { invalid } from './refusal.js';

type Values = Readonly<Record<string, unknown>>;

/** The parsed parts of a request that say which list it reads. */
export interface Listed {
  readonly params: unknown;
  readonly query: unknown;
}
const listed = new WeakMap<object, Listed>();

/**
 * What a list is, besides how far one has read: its route, the object it hangs on, and its filters. Cursors carry a digest of it: one of
 * another list would skip or repeat rows without anybody noticing. It is no secret and no permission: those come from the credential.
 */
function digestOf(e: Pick<Endpoint, 'method' | 'path'>, params: unknown, query: unknown): string {
  const given = ({ cursor: _, limit: __, ...filters }: Values) =>
    Object.entries(filters)
      .filter(([, value]) => value !== undefined && value !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1));
  const list = JSON.stringify([e.method, e.path, given((params ?? {}) as Values), given((query ?? {}) as Values)]);
  return createHash('sha256').update(list).digest('base64url').slice(0, 10);
}

const CURSOR = /^(.+)\.([\w-]{10})$/;

/** The query with the service's own cursor in it again, for the handler. Refuses a cursor of another list or of other filters. */
export function unbound(request: object, e: Endpoint, list: Listed): unknown {
  listed.set(request, list);
  const { cursor } = (list.query ?? {}) as { cursor?: unknown };
  if (typeof cursor !== 'string') return list.query;
  const [, own, digest] = CURSOR.exec(cursor) ?? [];
  if (own === undefined) throw invalid({ pointer: '?cursor', code: 'cursor-malformed' });
  if (digest !== digestOf(e, list.params, list.query)) throw invalid({ pointer: '?cursor', code: 'cursor-of-other-list' });
  return { ...(list.query as Values), cursor: own };
}

/** The reply with its cursor bound to the list it continues. */
export function bound(request: object, e: Endpoint, reply: unknown): unknown {
  const { nextCursor } = (reply ?? {}) as { nextCursor?: unknown };
  const list = listed.get(request);
  if (typeof nextCursor !== 'string' || list === undefined) return reply;
  return { ...(reply as Values), nextCursor: `${nextCursor}.${digestOf(e, list.params, list.query)}` };
}
