import { z } from 'zod';

/** Every way the API refuses, with its status. The set is closed; `docs/errors.md` is generated from the sentences. */
export const PROBLEMS = {
  'validation-failed': 422,
  'malformed-json': 400,
  unauthenticated: 401,
  'sign-in-refused': 401,
  'openid-refused': 401,
  'identity-unknown': 403,
  'identity-taken': 409,
  'csrf-refused': 403,
  forbidden: 403,
  'sign-in-unfinished': 403,
  'step-up-required': 403,
  'address-not-allowed': 403,
  'own-request': 403,
  'above-own-role': 403,
  'not-your-request': 403,
  'already-approved': 409,
  'access-ended': 409,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  conflict: 409,
  'still-running': 409,
  'answer-lost': 409,
  'request-changed': 409,
  'request-closed': 409,
  'last-owner': 409,
  'member-elsewhere': 409,
  'invitation-unusable': 410,
  'invitation-for-someone-else': 403,
  'port-taken': 409,
  'in-use': 409,
  'version-mismatch': 412,
  'version-required': 428,
  'idempotency-key-reused': 422,
  'mapping-refused': 422,
  'factor-refused': 422,
  'password-refused': 422,
  'identity-provider-unusable': 422,
  'module-refused': 422,
  'host-forbidden': 422,
  'private-key-unusable': 422,
  'check-refused': 422,
  'check-derived': 409,
  'certificate-refused': 422,
  'certificate-observed': 409,
  'federation-refused': 422,
  'acme-settings-unreadable': 422,
  'mtls-test-unavailable': 409,
  'host-key-not-offered': 409,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'rate-limited': 429,
  'internal-error': 500,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
export const ProblemCode = z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]);

/** RFC 9457 problem details, served as application/problem+json. */
export const Problem = z
  .object({
    type: z.string().describe('urn:stellwerk:problem:<code>'),
    title: z.string(),
    status: z.number(),
    code: ProblemCode,
    detail: z.string().describe('What happened and what to do, in the language of Accept-Language.'),
    instance: z.string().optional(),
    requestId: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe('RFC 6901 pointer into the body, or `?name` for a query parameter.'),
          code: z.string(),
          detail: z.string(),
        }),
      )
      .default([]),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
