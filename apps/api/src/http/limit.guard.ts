import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { RateLimits } from '../core/rate-limits.js';
import { principalOf } from '../session/auth.guard.js';
import { endpointOf } from './route.js';

/** Counts what signed-in callers ask; comes after the guard that knows them. Public routes have limits of their own, per address. */
export class LimitGuard implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const e = endpointOf(context);
    if (e === undefined || e.needs === 'public') return true;
    const http = context.switchToHttp();
    const { headers, refusal } = await this.limits.spend(principalOf(http.getRequest<Request>()).id, e);
    http.getResponse<Response>().set(headers);
    if (refusal !== null) throw refusal;
    return true;
  }
}
