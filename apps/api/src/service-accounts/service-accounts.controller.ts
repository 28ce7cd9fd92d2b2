import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { ApiKeysService } from './api-keys.service.js';
import { ServiceAccountsService } from './service-accounts.service.js';

@Controller()
export class ServiceAccountsController {
  constructor(
    private readonly accounts: ServiceAccountsService,
    private readonly keys: ApiKeysService,
  ) {}

  @Route(routes.listServiceAccounts)
  list(@Call() call: CallOf<typeof routes.listServiceAccounts>) {
    return this.accounts.list(call.who, call.query);
  }

  @Route(routes.getServiceAccount)
  get(@Call() call: CallOf<typeof routes.getServiceAccount>) {
    return this.accounts.get(call.who, call.params.id);
  }

  @Route(routes.createServiceAccount)
  create(@Call() call: CallOf<typeof routes.createServiceAccount>) {
    return this.accounts.create(call.who, call.body, call);
  }

  @Route(routes.replaceServiceAccount)
  replace(@Call() call: CallOf<typeof routes.replaceServiceAccount>) {
    return this.accounts.replace(call.who, call.params.id, call.body, call);
  }

  @Route(routes.deleteServiceAccount)
  remove(@Call() call: CallOf<typeof routes.deleteServiceAccount>) {
    return this.accounts.remove(call.who, call.params.id, call);
  }

  @Route(routes.createApiKey)
  createKey(@Call() call: CallOf<typeof routes.createApiKey>) {
    return this.keys.create(call.who, call.params.id, call.body, call);
  }

  @Route(routes.rotateApiKey)
  rotateKey(@Call() call: CallOf<typeof routes.rotateApiKey>) {
    return this.keys.rotate(call.who, call.params, call.body, call);
  }

  @Route(routes.revokeApiKey)
  revokeKey(@Call() call: CallOf<typeof routes.revokeApiKey>) {
    return this.keys.revoke(call.who, call.params, call);
  }
}
