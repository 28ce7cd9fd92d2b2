import { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One route: what goes in, what comes out, and everything the OpenAPI document, the API and the client need to know of it. */
export interface Endpoint<P extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
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
}

/** Declares a route: `endpoint('GET /api/v1/tunnels/:id', { … })`. Without a reply it answers 204. */
export function endpoint<P extends z.ZodType = Nothing, Q extends z.ZodType = Nothing, B extends z.ZodType = Nothing, R extends z.ZodType = Nothing>(
  route: `${Method} /${string}`,
  options: Options<P, Q, B, R>,
): Endpoint<P, Q, B, R> {
  const [method, path] = route.split(' ') as [Method, string];
  return {
    method,
    path,
    summary: options.summary,
    tag: options.tag,
    access: options.access ?? 'signed-in',
    status: options.status ?? (options.reply === undefined ? 204 : method === 'POST' ? 201 : 200),
    params: (options.params ?? nothing) as P,
    query: (options.query ?? nothing) as Q,
    body: (options.body ?? nothing) as B,
    reply: (options.reply ?? nothing) as R,
  };
}
