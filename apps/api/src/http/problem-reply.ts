import { type Problem, type ProblemCode, PROBLEMS } from '@stellwerk/contracts';
import type { Locale } from '@stellwerk/domain';
import type { Request, Response } from 'express';
import { localeOf } from './locale.js';
import { FIELD_TEXTS } from './field-texts.js';
import { filled, PROBLEM_TEXTS } from './problem-texts.js';
import type { FieldRefusal, Refusal } from './refusal.js';

/** What the API knows of a request besides the request itself. */
export interface RequestContext {
  readonly requestId: string;
}
export const contextOf = (response: Response): RequestContext => response.locals as RequestContext;

function fieldSentence(error: FieldRefusal, locale: Locale): string {
  const sentence = error.text?.[locale] ?? FIELD_TEXTS[error.code]?.[locale] ?? FIELD_TEXTS['unusable']?.[locale] ?? '';
  return filled(sentence, error.params ?? {});
}

/** The body of a refusal (RFC 9457) in one language. */
export function problemOf(refusal: Refusal, locale: Locale, where: { requestId: string; instance: string }): Problem {
  const code: ProblemCode = refusal.code;
  const texts = PROBLEM_TEXTS[code];
  return {
    type: `urn:stellwerk:problem:${code}`,
    title: texts.title,
    status: PROBLEMS[code],
    code,
    detail: filled(texts[locale], { ...refusal.params, requestId: where.requestId }),
    instance: where.instance,
    requestId: where.requestId,
    errors: refusal.errors.map((error) => ({ pointer: error.pointer, code: error.code, detail: fieldSentence(error, locale) })),
  };
}

/** Answers with the refusal, unless an answer is already under way: then the connection is cut, which is honest. */
export function sendProblem(refusal: Refusal, request: Request, response: Response): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const locale = localeOf(request.headers['accept-language']);
  const problem = problemOf(refusal, locale, { requestId: contextOf(response).requestId, instance: request.path });
  response
    .status(problem.status)
    .set({ ...refusal.headers, 'content-language': locale, vary: 'Accept-Language', 'cache-control': 'no-store' });
  response.type('application/problem+json').send(JSON.stringify(problem));
}
