import { z } from 'zod';
import type { ProblemCode } from './problem.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One route: what goes in, what comes out, and everything the OpenAPI document, the API and the client need to know of it. */
export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
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
  /** `public`: no credential is asked for. */
  readonly access: 'public' | 'signed-in';
  /** Refusals of this route beyond those that follow from its shape (see `refusalsOf`). */
  readonly problems: readonly ProblemCode[];
}

const nothing = z.undefined();
type Nothing = typeof nothing;

interface Options<P, Q, B, R> {
  readonly summary: string;
  readonly tag: string;
  readonly reply?: R;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly status?: number;
  readonly access?: 'public' | 'signed-in';
  readonly problems?: readonly ProblemCode[];
}

/** Declares a route: `endpoint('GET /api/v1/tunnels/:id', { … })`. Without a reply it answers 204. */
export function endpoint<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  R extends z.ZodType = Nothing,
>(route: `${Method} /${string}`, options: Options<P, Q, B, R>): Endpoint<P, Q, B, R> {
  const [method, path] = route.split(' ') as [Method, string];
  return {
    method,
    path,
    summary: options.summary,
    tag: options.tag,
    access: options.access ?? 'signed-in',
    problems: options.problems ?? [],
    status: options.status ?? (options.reply === undefined ? 204 : method === 'POST' ? 201 : 200),
    params: (options.params ?? nothing) as P,
    query: (options.query ?? nothing) as Q,
    body: (options.body ?? nothing) as B,
    reply: (options.reply ?? nothing) as R,
  };
}

const has = (schema: z.ZodType): boolean => !(schema instanceof z.ZodUndefined);

/** Every refusal a route can answer with: what its shape implies, then what it declares. */
export function refusalsOf(e: Endpoint): ProblemCode[] {
  const codes: ProblemCode[] = [];
  if (e.access === 'signed-in') codes.push('unauthenticated');
  if (e.access === 'signed-in' && e.method !== 'GET') codes.push('csrf-refused');
  if (has(e.params)) codes.push('not-found');
  if (has(e.query) || has(e.body)) codes.push('validation-failed');
  if (has(e.body)) codes.push('malformed-json', 'body-too-large', 'unsupported-media-type');
  codes.push(...e.problems, 'internal-error', 'unavailable');
  return [...new Set(codes)];
}
