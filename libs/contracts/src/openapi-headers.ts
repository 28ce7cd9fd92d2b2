import { z } from 'zod';
import { type Endpoint, isRepeatable } from './endpoint.js';
import type { ProblemCode } from './problem.js';

type Json = Record<string, unknown>;
const text = { type: 'string' };

/** Header fields a request may carry, as components of the OpenAPI document. */
export const REQUEST_HEADERS: Record<string, Json> = {
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The `ETag` that was read (`"7"`), or `*` for whatever there is now. Another version there: 412 `version-mismatch`.',
    schema: text,
    example: '"7"',
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Any text of one’s own, such as a UUID. The request may then be sent again for 24 hours: it is carried out once, and repetitions get the first answer with `idempotency-replayed: true`. What was refused is not kept.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    required: false,
    description: 'The language of sentences in the answer: `de` or `en`.',
    schema: text,
    example: 'de',
  },
};

/** Header fields an answer may carry, as components of the OpenAPI document. */
export const REPLY_HEADERS: Record<string, Json> = {
  RequestId: { description: 'The id of this request, for whoever is asked for help.', schema: text },
  ETag: { description: 'The version of this object in quotes, for `If-Match`.', schema: text, example: '"7"' },
  IdempotencyReplayed: { description: '`true` on the answer to a repetition.', schema: { type: 'string', enum: ['true'] } },
  RateLimitPolicy: {
    description: 'The quotas of this route: `q` requests in `w` seconds (draft-ietf-httpapi-ratelimit-headers-11).',
    schema: text,
    example: '"default";q=600;w=60',
  },
  RateLimit: { description: 'What is left: `r` requests, until `t` seconds from now.', schema: text, example: '"default";r=597;t=42' },
  RetryAfter: { description: 'Seconds to wait before the next attempt.', schema: { type: 'integer' } },
  Location: { description: 'Where to go.', schema: text },
  ContentDisposition: { description: 'The name of the file.', schema: text },
};

const header = (name: string): Json => ({ $ref: `#/components/headers/${name}` });
const parameter = (name: string): Json => ({ $ref: `#/components/parameters/${name}` });

/** Which header fields a request to this route may carry. */
export const requestHeaders = (e: Endpoint): Json[] => [
  ...(e.ifMatch ? [parameter('IfMatch')] : []),
  ...(isRepeatable(e) ? [parameter('IdempotencyKey')] : []),
  parameter('AcceptLanguage'),
];

const versioned = (e: Endpoint): boolean => e.reply instanceof z.ZodObject && ('version' in e.reply.shape || 'rowVersion' in e.reply.shape);

/** Header fields of the answer of a route that did what was asked. */
export const replyHeaders = (e: Endpoint): Json => ({
  'x-request-id': header('RequestId'),
  ...(e.needs === 'public' ? {} : { 'RateLimit-Policy': header('RateLimitPolicy'), RateLimit: header('RateLimit') }),
  ...(versioned(e) ? { ETag: header('ETag') } : {}),
  ...(isRepeatable(e) ? { 'idempotency-replayed': header('IdempotencyReplayed') } : {}),
  ...(e.status === 302 ? { Location: header('Location') } : {}),
  ...(e.media === null ? {} : { 'Content-Disposition': header('ContentDisposition') }),
});

/** Header fields of refusals with these codes. */
export const refusalHeaders = (codes: readonly ProblemCode[]): Json => ({
  'x-request-id': header('RequestId'),
  ...(codes.some((code) => WAITS.has(code)) ? { 'Retry-After': header('RetryAfter') } : {}),
  ...(codes.includes('rate-limited') ? { 'RateLimit-Policy': header('RateLimitPolicy'), RateLimit: header('RateLimit') } : {}),
  ...(codes.includes('version-mismatch') ? { ETag: header('ETag') } : {}),
});
const WAITS: ReadonlySet<ProblemCode> = new Set(['rate-limited', 'still-running', 'unavailable'] as const);
