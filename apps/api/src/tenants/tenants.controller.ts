import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { Download } from '../http/download.js';
import { TenantExportService } from './tenant-export.service.js';
import { TenantLifeService } from './tenant-life.service.js';
import { TenantsService } from './tenants.service.js';

@Controller()
export class TenantsController {
  constructor(
    private readonly tenants: TenantsService,
    private readonly life: TenantLifeService,
    private readonly exports: TenantExportService,
  ) {}

  @Route(routes.listTenants)
  list(@Call() call: CallOf<typeof routes.listTenants>) {
    return call.query.state === 'deleted' ? this.life.listDeleted(call.who, call.query) : this.tenants.list(call.who, call.query);
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
    return this.life.remove(call.who, call.params.id, call);
  }

  @Route(routes.suspendTenant)
  suspend(@Call() call: CallOf<typeof routes.suspendTenant>) {
    return this.life.suspend(call.who, call.params.id, call.body.reason, call.dryRun);
  }

  @Route(routes.resumeTenant)
  resume(@Call() call: CallOf<typeof routes.resumeTenant>) {
    return this.life.resume(call.who, call.params.id, call.dryRun);
  }

  @Route(routes.restoreTenant)
  restore(@Call() call: CallOf<typeof routes.restoreTenant>) {
    return this.life.restore(call.who, call.params.id, call.dryRun);
  }

  @Route(routes.exportTenant)
  async export(@Call() call: CallOf<typeof routes.exportTenant>) {
    const { name, bytes } = await this.exports.archive(call.who, call.params.id, call.now);
    return new Download(bytes, { name });
  }
}
