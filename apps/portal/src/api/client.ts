import { ApiError, createClient, type Me } from '@stellwerk/contracts';
import { withProof } from './proof';

let csrfToken: string | null = null;

/** Remembers what /me and sign-in hand out; every request carries it, reading ones ignore it. */
export function rememberMe(me: Me): Me {
  csrfToken = me.csrfToken;
  return me;
}

/** The typed client of the page's own origin, in the page's language. What needs a fresh proof asks for it. */
export const api = withProof(
  createClient({
    baseUrl: '',
    headers: () => ({
      'accept-language': document.documentElement.lang,
      ...(csrfToken === null ? {} : { 'x-csrf-token': csrfToken }),
    }),
  }),
);

/** There is no session; a wrong password or code within one is something else. */
export const isUnauthenticated = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 401 && error.problem?.code !== 'sign-in-refused';
/** There is a session, but something of the sign-in is still missing. */
export const isUnfinished = (error: unknown): boolean => error instanceof ApiError && error.problem?.code === 'sign-in-unfinished';
export const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

/** Somebody else changed the object since it was read. */
export const isOutdated = (error: unknown): boolean => error instanceof ApiError && error.problem?.code === 'version-mismatch';

/** What the API found wrong at a field, keyed by JSON pointer (`/mappings/0/localPort`). */
export function fieldErrors(error: unknown): ReadonlyMap<string, string> {
  const errors = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  return new Map(errors.map((e) => [e.pointer, e.detail]));
}
