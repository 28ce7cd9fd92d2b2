import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Endpoint, Needs } from '@stellwerk/contracts';
import { equalSecrets } from '@stellwerk/secrets';
import type { Request } from 'express';
import { Refusal } from '../http/refusal.js';
import { endpointOf } from '../http/route.js';
import type { Authentication } from './authentication.js';
import type { Principal } from './principal.js';

const PRINCIPAL = Symbol('principal');
type Authenticated = Request & { [PRINCIPAL]?: Principal };

/** For this long after a proof a person is taken to be still there. */
export const STEP_UP_MS = 15 * 60_000;

export const unauthenticated = (): Refusal =>
  new Refusal('unauthenticated', { headers: { 'www-authenticate': 'Bearer realm="stellwerk"' } });

const allowed = (needs: Needs, who: Principal): boolean =>
  needs === 'public' || needs === 'anyone' || (needs === 'self' ? who.kind === 'member' : who.permissions.includes(needs));

type Demands = Pick<Endpoint, 'needs' | 'stepUp' | 'unfinished'>;

/**
 * Whether this principal may do this now, or why not. In this order, so that a refusal names the step to be taken first: the page's token,
 * then finishing the sign-in, then the permission, then a fresh proof, which is worth nothing without the permission.
 */
export function refusalOf(demands: Demands, who: Principal, request: Pick<Request, 'method' | 'get'>, now: number): Refusal | null {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads && who.csrfToken !== null && !equalSecrets(request.get('x-csrf-token') ?? '', who.csrfToken))
    return new Refusal('csrf-refused');
  if (who.stage !== 'full' && !demands.unfinished) return new Refusal('sign-in-unfinished', { params: { stage: who.stage } });
  if (!allowed(demands.needs, who)) return new Refusal('forbidden', { params: { permission: demands.needs } });
  // A machine cannot prove to be there; what it may do is in its scopes.
  if (demands.stepUp && who.kind === 'member' && (who.provedAt === null || now - who.provedAt.getTime() > STEP_UP_MS))
    return new Refusal('step-up-required');
  return null;
}

/** Every route asks for a credential unless its contract says `public`, and lets in only who may do what the contract says. */
export class AuthGuard implements CanActivate {
  constructor(private readonly authentication: Authentication) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const e = endpointOf(context);
    if (e === undefined || e.needs === 'public') return true;
    const request = context.switchToHttp().getRequest<Authenticated>();
    const who = await this.authentication.principalOf(request);
    if (who === null) throw unauthenticated();
    const refused = refusalOf(e, who, request, Date.now());
    if (refused !== null) throw refused;
    request[PRINCIPAL] = who;
    return true;
  }
}

/** The principal of a guarded request. */
export function principalOf(request: Request): Principal {
  const principal = (request as Authenticated)[PRINCIPAL];
  if (principal === undefined) throw new Error('a route asked who is calling, but lets anybody in');
  return principal;
}
