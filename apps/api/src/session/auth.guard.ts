import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Needs } from '@stellwerk/contracts';
import { equalSecrets } from '@stellwerk/secrets';
import type { Request } from 'express';
import { Refusal } from '../http/refusal.js';
import { endpointOf } from '../http/route.js';
import type { Authentication } from './authentication.js';
import type { Principal } from './principal.js';

const PRINCIPAL = Symbol('principal');
type Authenticated = Request & { [PRINCIPAL]?: Principal };

export const unauthenticated = (): Refusal =>
  new Refusal('unauthenticated', { headers: { 'www-authenticate': 'Bearer realm="stellwerk"' } });

const allowed = (needs: Needs, who: Principal): boolean =>
  needs === 'public' || needs === 'anyone' || (needs === 'self' ? who.kind === 'member' : who.permissions.includes(needs));

/** Every route asks for a credential unless its contract says `public`. What the cookie proves must also carry the CSRF token to change anything. */
export class AuthGuard implements CanActivate {
  constructor(private readonly authentication: Authentication) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const e = endpointOf(context);
    if (e === undefined || e.needs === 'public') return true;
    const request = context.switchToHttp().getRequest<Authenticated>();
    const principal = await this.authentication.principalOf(request);
    if (principal === null) throw unauthenticated();
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads && principal.csrfToken !== null && !equalSecrets(request.get('x-csrf-token') ?? '', principal.csrfToken))
      throw new Refusal('csrf-refused');
    if (!allowed(e.needs, principal)) throw new Refusal('forbidden', { params: { permission: e.needs } });
    request[PRINCIPAL] = principal;
    return true;
  }
}

/** The principal of a guarded request. */
export function principalOf(request: Request): Principal {
  const principal = (request as Authenticated)[PRINCIPAL];
  if (principal === undefined) throw new Error('a route asked who is calling, but lets anybody in');
  return principal;
}
