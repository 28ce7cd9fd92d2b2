import { type CallHandler, type ExecutionContext, type NestInterceptor, type StreamableFile } from '@nestjs/common';
import type { Endpoint } from '@stellwerk/contracts';
import type { Response } from 'express';
import { mergeMap, type Observable } from 'rxjs';
import { etagOf } from '../core/version.js';
import { Download } from './download.js';
import { localeOf } from './locale.js';
import { endpointOf } from './route.js';

/** The version of one object, for `ETag`: its `version`, or `rowVersion` where `version` means something else. */
function versionIn(reply: unknown): number | null {
  if (typeof reply !== 'object' || reply === null) return null;
  const { version, rowVersion } = reply as { version?: unknown; rowVersion?: unknown };
  if (typeof rowVersion === 'number') return rowVersion;
  return typeof version === 'number' ? version : null;
}

async function replyOf(e: Endpoint, value: unknown, response: Response): Promise<unknown> {
  if (value instanceof Download) return value.start(e, response);
  const reply: unknown = e.reply.parse(value);
  const version = versionIn(reply);
  if (version !== null && !response.headersSent) response.set('etag', etagOf(version));
  return reply;
}

/**
 * What goes out has passed the contract's reply schema, which strips everything undeclared: a secret cannot slip through.
 * An object that has a version goes out with its `ETag`; a `Download` goes out as it is.
 */
export class ReplyInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<StreamableFile | unknown> {
    const e = endpointOf(context);
    if (e === undefined) return next.handle();
    const http = context.switchToHttp();
    const response = http.getResponse<Response>();
    response.set({
      'content-language': localeOf(http.getRequest<{ headers: Record<string, string> }>().headers['accept-language']),
      vary: 'Accept-Language',
    });
    return next.handle().pipe(mergeMap((value: unknown) => replyOf(e, value, response)));
  }
}
