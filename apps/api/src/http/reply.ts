import { type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { localeOf } from './locale.js';
import { endpointOf } from './route.js';

/** What goes out has passed the contract's reply schema, which strips everything undeclared: a secret cannot slip through. */
export class ReplyInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const e = endpointOf(context);
    if (e === undefined) return next.handle();
    const http = context.switchToHttp();
    const response = http.getResponse<Response>();
    response.set({
      'content-language': localeOf(http.getRequest<{ headers: Record<string, string> }>().headers['accept-language']),
      vary: 'Accept-Language',
    });
    return next.handle().pipe(map((value: unknown) => e.reply.parse(value)));
  }
}
