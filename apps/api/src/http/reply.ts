import { type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Endpoint } from '@stellwerk/contracts';
import type { Request, Response } from 'express';
import { mergeMap, type Observable } from 'rxjs';
import { etagOf } from '../core/version.js';
import { Download } from './download.js';
import { bound } from './list-cursor.js';
import { localeOf } from './locale.js';
import { endpointOf } from './route.js';

/** The version of one object, for `ETag`: its `version`, or `rowVersion` where `version` means something else. */
function versionIn(reply: unknown): number | null {
  if (typeof reply !== 'object' || reply === null) return null;
  const { version, rowVersion } = reply as { version?: unknown; rowVersion?: unknown };
  if (typeof rowVersion === 'number') return rowVersion;
  return typeof version === 'number' ? version : null;
}

async function replyOf(e: Endpoint, value: unknown, request: Request, response: Response): Promise<unknown> {
  return value instanceof Download ? value.start(e, response) : tagged(bound(request, e, e.reply.parse(value)), response);
}

/** The same reply, with the entity tag of its version on the response. */
export function tagged<T>(reply: T, response: Response): T {
  const version = versionIn(reply);
  if (version !== null && !response.headersSent) response.set('etag', etagOf(version));
  return reply;
}

/**
 * What goes out has passed the contract's reply schema, which strips everything undeclared: a secret cannot slip through.
 * An object that has a version goes out with its `ETag`; a `Download` goes out as it is.
 */
export class ReplyInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const e = endpointOf(context);
    if (e === undefined) return next.handle();
    const http = context.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    response.set({ 'content-language': localeOf(request.headers['accept-language']), vary: 'Accept-Language' });
    return next.handle().pipe(mergeMap((value: unknown) => replyOf(e, value, request, response)));
  }
}
