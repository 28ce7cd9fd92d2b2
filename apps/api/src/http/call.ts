import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Endpoint } from '@stellwerk/contracts';
import type { Locale } from '@stellwerk/domain';
import type { Request } from 'express';
import type { z } from 'zod';
import { type IfMatch, ifMatchOf } from '../core/version.js';
import { principalOf } from '../session/auth.guard.js';
import type { Principal } from '../session/principal.js';
import { unbound } from './list-cursor.js';
import { localeOf } from './locale.js';
import { Refusal } from './refusal.js';
import { endpointOf } from './route.js';
import { accept } from './validate.js';

/** One request to a route of the contract: who asks, and every part of it parsed by the contract's schemas. */
export interface CallOf<E extends Endpoint> {
  /** The principal; reading it on a public route is a bug and throws. */
  readonly who: Principal;
  readonly params: z.output<E['params']>;
  readonly query: z.output<E['query']>;
  readonly body: z.output<E['body']>;
  /** The language the caller reads. */
  readonly locale: Locale;
  /** When the call came in, milliseconds since the epoch. */
  readonly now: number;
  /** `validateOnly=true`: do everything, answer, and undo it. */
  readonly dryRun: boolean;
  /** The version to be changed, for `expectVersion`. Never null on a route whose contract says `ifMatch`. */
  readonly ifMatch: IfMatch;
}

export type BodyOf<E extends Endpoint> = z.output<E['body']>;
export type QueryOf<E extends Endpoint> = z.output<E['query']>;

const nothing = (schema: z.ZodType): boolean => schema.type === 'undefined';

function bodyOf(e: Endpoint, request: Request): unknown {
  if (nothing(e.body)) return undefined;
  const sent = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (sent && !request.is(['application/json', 'application/*+json'])) throw new Refusal('unsupported-media-type');
  return accept(e.body, request.body as unknown, 'body');
}

function versionOf(e: Endpoint, request: Request): IfMatch {
  const ifMatch = ifMatchOf(request.get('if-match'));
  if (e.ifMatch && ifMatch === null) throw new Refusal('version-required');
  return ifMatch;
}

/** Hands a handler its call. Parsed after the guard: who may not come in learns nothing about the input. */
export const Call = createParamDecorator((_: unknown, context: ExecutionContext): CallOf<Endpoint> => {
  const e = endpointOf(context);
  if (e === undefined) throw new Error('@Call() stands on a handler without @Route()');
  const request = context.switchToHttp().getRequest<Request>();
  const params = nothing(e.params) ? undefined : accept(e.params, request.params, 'params');
  const query = nothing(e.query) ? undefined : unbound(request, e, { params, query: accept(e.query, request.query, 'query') });
  return {
    get who() {
      return principalOf(request);
    },
    params,
    query,
    body: bodyOf(e, request),
    locale: localeOf(request.headers['accept-language']),
    now: Date.now(),
    dryRun: (query as { validateOnly?: boolean } | undefined)?.validateOnly === true,
    ifMatch: versionOf(e, request),
  };
});
