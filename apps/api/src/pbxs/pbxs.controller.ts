import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { PbxsService } from './pbxs.service.js';
import { ModulesService } from './modules.service.js';

@Controller()
export class PbxsController {
  constructor(
    private readonly pbxs: PbxsService,
    private readonly installed: ModulesService,
  ) {}

  @Route(routes.listPbxs)
  list(@Call() call: CallOf<typeof routes.listPbxs>) {
    return this.pbxs.list(call.who, call.query);
  }

  @Route(routes.createPbx)
  create(@Call() call: CallOf<typeof routes.createPbx>) {
    return this.pbxs.create(call.who, call.body, call.dryRun);
  }

  @Route(routes.getPbx)
  get(@Call() call: CallOf<typeof routes.getPbx>) {
    return this.pbxs.get(call.who, call.params.id);
  }

  @Route(routes.replacePbx)
  replace(@Call() call: CallOf<typeof routes.replacePbx>) {
    return this.pbxs.replace(call.who, call.params.id, call.body, call);
  }

  @Route(routes.deletePbx)
  remove(@Call() call: CallOf<typeof routes.deletePbx>) {
    return this.pbxs.remove(call.who, call.params.id, call);
  }

  @Route(routes.listModules)
  modules(@Call() call: CallOf<typeof routes.listModules>) {
    return this.installed.list(call.who, call.params.id);
  }

  @Route(routes.putModule)
  putModule(@Call() call: CallOf<typeof routes.putModule>) {
    return this.installed.put(call.who, call.params, call.body, call.dryRun);
  }

  @Route(routes.deleteModule)
  removeModule(@Call() call: CallOf<typeof routes.deleteModule>) {
    return this.installed.remove(call.who, call.params, call.dryRun);
  }
}
