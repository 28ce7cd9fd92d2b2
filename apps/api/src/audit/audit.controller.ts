import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { AuditService } from './audit.service.js';
import { PersonalDataService } from './personal-data.service.js';

@Controller()
export class AuditController {
  constructor(
    private readonly audit: AuditService,
    private readonly personal: PersonalDataService,
  ) {}

  // Before anything that reads an id in its place.
  @Route(routes.exportAuditEvents)
  export(@Call() call: CallOf<typeof routes.exportAuditEvents>) {
    return this.audit.export(call.who, call.query, call.locale);
  }

  @Route(routes.listAuditEvents)
  list(@Call() call: CallOf<typeof routes.listAuditEvents>) {
    return this.audit.list(call.who, call.query, call.locale);
  }

  @Route(routes.exportMe)
  exportMe(@Call() call: CallOf<typeof routes.exportMe>) {
    return this.personal.exportOwn(call.who);
  }

  @Route(routes.exportPersonalData)
  exportMember(@Call() call: CallOf<typeof routes.exportPersonalData>) {
    return this.personal.export(call.who, call.params.id);
  }

  @Route(routes.erasePersonalData)
  erase(@Call() call: CallOf<typeof routes.erasePersonalData>) {
    return this.personal.erase(call.who, call.params.id, call.dryRun);
  }
}
