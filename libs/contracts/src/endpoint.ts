import type { Permission } from '@stellwerk/domain';
import { z } from 'zod';
import type { ProblemCode } from './problem.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One route: what goes in, what comes out, and everything the OpenAPI document, the API and the client need to know of it. */
export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
  M extends string | null = string | null,
> {
  readonly method: Method;
  readonly path: string;
  readonly status: number;
  readonly summary: string;
  readonly tag: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly reply: R;
  /** What the caller must be allowed to do; `self`: any person, about themselves; `anyone`: whoever is signed in, also a machine; `public`: no credential is asked for. */
  readonly needs: Needs;
  /** The person must have proved to be there within the last quarter of an hour. Does not concern machines. */
  readonly stepUp: boolean;
  /** The caller must say which version it changes (`If-Match`). */
  readonly ifMatch: boolean;
  /** A page may still be waiting for a second factor when it calls this. */
  readonly unfinished: boolean;
  /** What comes back instead of JSON; null: JSON. */
  readonly media: M;
  /** Refusals of this route beyond those that follow from its shape (see `refusalsOf`). */
  readonly problems: readonly ProblemCode[];
}

export type Needs = Permission | 'self' | 'anyone' | 'public';

const nothing = z.undefined();
type Nothing = typeof nothing;

interface Options<P, Q, B, R, M> {
  readonly summary: string;
  readonly tag: string;
  readonly reply?: R;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly status?: number;
  readonly needs: Needs;
  readonly media?: M;
  readonly stepUp?: boolean;
  readonly ifMatch?: boolean;
  readonly unfinished?: boolean;
  readonly problems?: readonly ProblemCode[];
}

/** Declares a route: `endpoint('GET /api/v1/tunnels/:id', { … })`. Without a reply it answers 204. */
export function endpoint<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  R extends z.ZodType = Nothing,
  M extends string | null = null,
>(route: `${Method} /${string}`, options: Options<P, Q, B, R, M>): Endpoint<P, Q, B, R, M> {
  const [method, path] = route.split(' ') as [Method, string];
  return {
    method,
    path,
    summary: options.summary,
    tag: options.tag,
    needs: options.needs,
    media: (options.media ?? null) as M,
    stepUp: options.stepUp ?? false,
    ifMatch: options.ifMatch ?? false,
    unfinished: options.unfinished ?? false,
    problems: options.problems ?? [],
    status: options.status ?? (options.media ? 200 : options.reply === undefined ? 204 : method === 'POST' ? 201 : 200),
    params: (options.params ?? nothing) as P,
    query: (options.query ?? nothing) as Q,
    body: (options.body ?? nothing) as B,
    reply: (options.reply ?? nothing) as R,
  };
}

const has = (schema: z.ZodType): boolean => !(schema instanceof z.ZodUndefined);

/**
 * The route takes an `Idempotency-Key`: a POST by somebody who is signed in. Signing in and proving are left out: what they give is a
 * cookie, and it is good once.
 */
export const isRepeatable = (e: Pick<Endpoint, 'method' | 'needs' | 'tag'>): boolean =>
  e.method === 'POST' && e.needs !== 'public' && e.tag !== 'session';

/** Every refusal a route can answer with: what its shape implies, then what it declares. */
export function refusalsOf(e: Endpoint): ProblemCode[] {
  const codes: ProblemCode[] = [];
  if (e.needs !== 'public') {
    codes.push('unauthenticated', 'rate-limited', 'address-not-allowed');
    if (e.needs !== 'anyone') codes.push('forbidden');
    if (e.method !== 'GET') codes.push('csrf-refused');
    if (!e.unfinished) codes.push('sign-in-unfinished');
    if (e.stepUp) codes.push('step-up-required');
    if (e.ifMatch) codes.push('version-required', 'version-mismatch');
    if (isRepeatable(e)) codes.push('idempotency-key-reused', 'still-running', 'answer-lost', 'validation-failed');
  }
  if (has(e.params)) codes.push('not-found');
  if (has(e.query) || has(e.body)) codes.push('validation-failed');
  if (has(e.body)) codes.push('malformed-json', 'body-too-large', 'unsupported-media-type');
  codes.push(...e.problems, 'internal-error', 'unavailable');
  return [...new Set(codes)];
}
