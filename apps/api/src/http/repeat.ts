import { type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { type Endpoint, isRepeatable } from '@stellwerk/contracts';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { type Idempotency, keyOf } from '../core/idempotency.js';
import { principalOf } from '../session/auth.guard.js';
import { tagged } from './reply.js';
import { endpointOf } from './route.js';

const rehearses = (e: Endpoint, request: Request): boolean => {
  const query = e.query.safeParse(request.query);
  return query.success && (query.data as { validateOnly?: boolean } | undefined)?.validateOnly === true;
};

/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-08): a POST that creates or triggers may be sent again and is carried out
 * once. Stands outside of the reply, so that what is kept has passed the contract. A rehearsal changes nothing and is not kept.
 */
export class RepeatInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: Idempotency) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const e = endpointOf(context);
    if (e === undefined || !isRepeatable(e)) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const key = keyOf(request.get('idempotency-key'));
    if (key === null || rehearses(e, request)) return next.handle();
    const repeatable = { who: principalOf(request), key, route: `${e.method} ${request.path}`, body: request.body as unknown };
    const response = http.getResponse<Response>();
    return from(
      this.idempotency
        .once(repeatable, e.status, () => lastValueFrom(next.handle(), { defaultValue: undefined }))
        .then(({ value, replayed }) => {
          if (replayed) response.set('idempotency-replayed', 'true');
          return replayed ? tagged(value, response) : value;
        }),
    );
  }
}
