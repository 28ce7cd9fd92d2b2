import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { TenantsService } from './tenants.service.js';

@Controller()
export class TenantsController {
  constructor(private readonly tenants: TenantsService) {}

  @Route(routes.listTenants)
  list(@Call() call: CallOf<typeof routes.listTenants>) {
    return this.tenants.list(call.who, call.query);
  }

  @Route(routes.createTenant)
  create(@Call() call: CallOf<typeof routes.createTenant>) {
    return this.tenants.create(call.who, call.body, call.dryRun);
  }

  @Route(routes.getTenant)
  get(@Call() call: CallOf<typeof routes.getTenant>) {
    return this.tenants.get(call.who, call.params.id);
  }

  @Route(routes.replaceTenant)
  replace(@Call() call: CallOf<typeof routes.replaceTenant>) {
    return this.tenants.replace(call.who, call.params.id, call.body, call);
  }

  @Route(routes.deleteTenant)
  remove(@Call() call: CallOf<typeof routes.deleteTenant>) {
    return this.tenants.remove(call.who, call.params.id, call);
  }
}
