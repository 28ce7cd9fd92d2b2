import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import type { Endpoint } from '@stellwerk/contracts';

const ENDPOINT = 'stellwerk:endpoint';

/** Method, address and status of a handler from one contract entry; the guard, the call and the reply read the rest of it. */
export const Route = (e: Endpoint): MethodDecorator =>
  applyDecorators(RequestMapping({ path: e.path, method: RequestMethod[e.method] }), HttpCode(e.status), SetMetadata(ENDPOINT, e));

/** The contract entry of a handler; undefined for what is not part of the contract (health, documentation). */
export const endpointOf = (context: { getHandler(): object }): Endpoint | undefined =>
  Reflect.getMetadata(ENDPOINT, context.getHandler()) as Endpoint | undefined;
