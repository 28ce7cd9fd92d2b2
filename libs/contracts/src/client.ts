import type { z } from 'zod';
import type { Endpoint } from './endpoint.js';
import { Problem } from './problem.js';
import { routes } from './routes.js';

type Part<K extends string, S extends z.ZodType> = undefined extends z.input<S> ? { [k in K]?: z.input<S> } : { [k in K]: z.input<S> };
/** A query whose every parameter may be left out may be left out itself. */
type QueryPart<S extends z.ZodType> = Record<never, never> extends z.input<S> ? { query?: z.input<S> } : Part<'query', S>;
/** Beside the parts of the request: what travels in headers. */
export interface Conditions {
  /** The version that was read and is to be changed; `*`: whatever there is now. Routes that ask for it refuse without. */
  readonly ifMatch?: number | '*';
  /** Any text of one's own, at most 200 characters: the request may then be sent again and is carried out once. */
  readonly idempotencyKey?: string;
}
export type Input<E extends Endpoint> = Part<'params', E['params']> & QueryPart<E['query']> & Part<'body', E['body']> & Conditions;
/** What a route answers; a file (`media`) comes as a Blob. */
export type Output<E extends Endpoint> = E['media'] extends string ? Blob : z.output<E['reply']>;

/** The API said no: `problem` is its problem+json, or null when the answer was not one (a proxy in between). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
  ) {
    super(problem?.detail ?? `HTTP ${status}`);
    this.name = 'ApiError';
  }
}

type Routes = typeof routes;
type Call<E extends Endpoint> =
  Record<never, never> extends Input<E>
    ? (input?: Input<E>, signal?: AbortSignal) => Promise<Output<E>>
    : (input: Input<E>, signal?: AbortSignal) => Promise<Output<E>>;
export type Client = { [K in keyof Routes]: Call<Routes[K]> };

export interface ClientOptions {
  /** `https://stellwerk.example`, or empty for the page's own origin. */
  readonly baseUrl: string;
  /** Asked before every request: authorisation, CSRF token, language. */
  readonly headers?: () => Record<string, string>;
  readonly fetch?: typeof fetch;
}

interface Wire extends Conditions {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string | number | boolean | null | undefined>;
  readonly body?: unknown;
}

function urlOf(e: Endpoint, input: Wire, baseUrl: string): string {
  const path = e.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(input.params?.[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  const suffix = query.size > 0 ? `?${query.toString()}` : '';
  return `${baseUrl}${path}${suffix}`;
}

const headersOf = (e: Endpoint, { body, ifMatch, idempotencyKey }: Wire): Record<string, string> => ({
  accept: e.media === null ? 'application/json' : `${e.media}, application/problem+json`,
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(ifMatch === undefined ? {} : { 'if-match': ifMatch === '*' ? '*' : `"${ifMatch}"` }),
  ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
});

async function call(e: Endpoint, input: Wire, options: ClientOptions, signal?: AbortSignal): Promise<unknown> {
  const headers = { ...options.headers?.(), ...headersOf(e, input) };
  const response = await (options.fetch ?? fetch)(urlOf(e, input, options.baseUrl), {
    method: e.method,
    headers,
    credentials: 'same-origin',
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    ...(signal ? { signal } : {}),
  });
  if (response.status === 204) return undefined;
  if (response.ok && e.media !== null) return response.blob();
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return e.reply.parse(body);
  const problem = Problem.safeParse(body);
  throw new ApiError(response.status, problem.success ? problem.data : null);
}

/** The typed client: one function per route. Throws ApiError when the API refuses, TypeError when it cannot be reached. */
export function createClient(options: ClientOptions): Client {
  const entries = Object.entries(routes).map(([name, e]) => [
    name,
    (input: Wire = {}, signal?: AbortSignal) => call(e, input, options, signal),
  ]);
  return Object.fromEntries(entries) as Client;
}
