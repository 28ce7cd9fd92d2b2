import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { PreviewsService } from '../checks/previews.service.js';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { acmePaste } from './acme-paste.js';
import { FederationService } from './federation.service.js';
import { MtlsTestsService } from './mtls-tests.service.js';

@Controller()
export class FederationController {
  constructor(
    private readonly federations: FederationService,
    private readonly mtlsTests: MtlsTestsService,
    private readonly previews: PreviewsService,
  ) {}

  @Route(routes.getFederation)
  get(@Call() call: CallOf<typeof routes.getFederation>) {
    return this.federations.get(call.who, call.params.id, call);
  }

  @Route(routes.putFederation)
  put(@Call() call: CallOf<typeof routes.putFederation>) {
    return this.federations.put(call.who, call.params.id, call.body, call);
  }

  @Route(routes.deleteFederation)
  remove(@Call() call: CallOf<typeof routes.deleteFederation>) {
    return this.federations.remove(call.who, call.params.id, call);
  }

  @Route(routes.confirmChecklistItem)
  confirm(@Call() call: CallOf<typeof routes.confirmChecklistItem>) {
    return this.federations.confirm(call.who, call.params, call.body.confirmed, call);
  }

  @Route(routes.getFederationPlan)
  plan(@Call() call: CallOf<typeof routes.getFederationPlan>) {
    return this.federations.plan(call.who, call.params.id, call);
  }

  @Route(routes.previewFederation)
  preview(@Call() call: CallOf<typeof routes.previewFederation>) {
    return this.previews.federation(call.who, call.body, call);
  }

  @Route(routes.readAcmeSettings)
  readAcme(@Call() call: CallOf<typeof routes.readAcmeSettings>) {
    return acmePaste(call.body.content);
  }

  @Route(routes.getMtlsTest)
  mtlsTest(@Call() call: CallOf<typeof routes.getMtlsTest>) {
    return this.mtlsTests.get(call.who, call.params.id, call.locale);
  }

  @Route(routes.startMtlsTest)
  startMtlsTest(@Call() call: CallOf<typeof routes.startMtlsTest>) {
    return this.mtlsTests.start(call.who, call.params.id, call);
  }

  @Route(routes.endMtlsTest)
  endMtlsTest(@Call() call: CallOf<typeof routes.endMtlsTest>) {
    return this.mtlsTests.end(call.who, call.params.id, call.dryRun);
  }
}
