import { randomUUID } from 'node:crypto';
import { EVENTS_PATH } from '@stellwerk/contracts';
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import express from 'express';
import { sendProblem } from './problem-reply.js';
import { Refusal } from './refusal.js';

/** Bodies over this are refused unread. The largest legitimate one, 64 mappings with allow lists, stays below 128 KiB. */
const BODY_LIMIT_KIB = 256;

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** The documentation is the API's only page; it brings its own scripts and styles. */
const DOCS_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/** Gives every request an id, taken over from a proxy when it looks like one, and every answer the same set of headers. */
export const identify: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  const requestId = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
  response.locals['requestId'] = requestId;
  response.set({
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': request.path.startsWith('/api/docs') ? DOCS_POLICY : "default-src 'none'; frame-ancestors 'none'",
  });
  if (request.path.startsWith('/api/v1')) response.set('cache-control', 'no-store');
  next();
};

/** Answers are JSON, except for the stream of events. */
export const negotiate: RequestHandler = (request, _response, next) => {
  const unacceptable =
    request.path.startsWith('/api/v1') &&
    request.path !== EVENTS_PATH &&
    request.accepts(['application/json', 'application/problem+json']) === false;
  next(unacceptable ? new Refusal('not-acceptable') : undefined);
};

const tooLarge = (): Refusal => new Refusal('body-too-large', { params: { limitKiB: BODY_LIMIT_KIB }, headers: { connection: 'close' } });

/** A body that announces itself as too large is refused unread; the parser would first read it to its end. */
export const limitLength: RequestHandler = (request, _response, next) => {
  next(Number(request.headers['content-length'] ?? 0) > BODY_LIMIT_KIB * 1024 ? tooLarge() : undefined);
};

export const readJson: RequestHandler = express.json({
  limit: `${BODY_LIMIT_KIB}kb`,
  type: ['application/json', 'application/*+json'],
  strict: false,
});

interface BodyError {
  readonly type?: string;
  readonly status?: number;
}

function refusalOfBody(error: BodyError): Refusal | null {
  if (error.type === 'entity.too.large') return tooLarge();
  if (error.type === 'charset.unsupported' || error.type === 'encoding.unsupported') return new Refusal('unsupported-media-type');
  // Broken JSON, a wrong length, broken compression: whatever it is, it is not the JSON that was announced.
  return error.status === 400 ? new Refusal('malformed-json') : null;
}

/** Refusals from before Nest has the request. */
export const refuseEarly: ErrorRequestHandler = (error: unknown, request: Request, response: Response, next: NextFunction) => {
  const refusal = error instanceof Refusal ? error : refusalOfBody(error as BodyError);
  if (refusal === null) next(error);
  else sendProblem(refusal, request, response);
};
