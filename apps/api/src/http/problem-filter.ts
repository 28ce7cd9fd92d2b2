import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import type { Request, Response } from 'express';
import { contextOf, sendProblem } from './problem-reply.js';
import { Refusal } from './refusal.js';

const shapes = Object.values(routes).map((e) => ({ method: e.method, pattern: new RegExp(`^${e.path.replace(/:\w+/g, '[^/]+')}/?$`) }));

/** Nothing answered: either the address is unknown, or it knows other methods. */
export function unanswered(request: Pick<Request, 'method' | 'path'>): Refusal {
  const allowed = [...new Set(shapes.filter(({ pattern }) => pattern.test(request.path)).map(({ method }) => method))];
  if (allowed.length === 0) return new Refusal('not-found');
  return new Refusal('method-not-allowed', { params: { method: request.method, allowed }, headers: { allow: allowed.join(', ') } });
}

type Translate = (error: unknown) => Refusal | null;

/** The one place where anything thrown becomes problem+json. What nobody foresaw is logged and told as internal-error only. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /** @param translate says which failures of the engines are refusals (the database is away); @param report gets the rest. */
  constructor(
    private readonly translate: Translate,
    private readonly report: (error: unknown, requestId: string) => void,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    sendProblem(this.refusalOf(error, request, response), request, response);
  }

  private refusalOf(error: unknown, request: Request, response: Response): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof HttpException && error.getStatus() === 404) return unanswered(request);
    // An address with a broken percent escape names nothing.
    if (error instanceof HttpException && error.getStatus() === 400) return new Refusal('not-found');
    const known = this.translate(error);
    if (known !== null) return known;
    this.report(error, contextOf(response).requestId);
    return new Refusal('internal-error');
  }
}
