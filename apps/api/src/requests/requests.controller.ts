import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { RequestDecisionsService } from './request-decisions.service.js';
import { RequestPoliciesService } from './request-policies.service.js';
import { RequestsService } from './requests.service.js';

@Controller()
export class RequestsController {
  constructor(
    private readonly requests: RequestsService,
    private readonly decisions: RequestDecisionsService,
    private readonly policies: RequestPoliciesService,
  ) {}

  @Route(routes.listRequests)
  list(@Call() call: CallOf<typeof routes.listRequests>) {
    return this.requests.list(call.who, call.query, call);
  }

  @Route(routes.getRequest)
  get(@Call() call: CallOf<typeof routes.getRequest>) {
    return this.requests.get(call.who, call.params.id, call);
  }

  @Route(routes.createRequest)
  create(@Call() call: CallOf<typeof routes.createRequest>) {
    return this.requests.create(call.who, call.body, call);
  }

  @Route(routes.validateRequest)
  validate(@Call() call: CallOf<typeof routes.validateRequest>) {
    return this.requests.validate(call.who, call.body, call);
  }

  @Route(routes.replaceRequest)
  replace(@Call() call: CallOf<typeof routes.replaceRequest>) {
    return this.requests.replace(call.who, call.params.id, call.body, call);
  }

  @Route(routes.commentRequest)
  comment(@Call() call: CallOf<typeof routes.commentRequest>) {
    return this.decisions.comment(call.who, call.params.id, call.body.text, call);
  }

  @Route(routes.approveRequest)
  approve(@Call() call: CallOf<typeof routes.approveRequest>) {
    return this.decisions.approve(call.who, call.params.id, call.body, call);
  }

  @Route(routes.declineRequest)
  decline(@Call() call: CallOf<typeof routes.declineRequest>) {
    return this.decisions.decline(call.who, call.params.id, call.body.text, call);
  }

  @Route(routes.withdrawRequest)
  withdraw(@Call() call: CallOf<typeof routes.withdrawRequest>) {
    return this.decisions.withdraw(call.who, call.params.id, call);
  }

  @Route(routes.revokeRequest)
  revoke(@Call() call: CallOf<typeof routes.revokeRequest>) {
    return this.decisions.revoke(call.who, call.params.id, call.body.text, call);
  }

  @Route(routes.getRequestPolicy)
  policy(@Call() call: CallOf<typeof routes.getRequestPolicy>) {
    return this.policies.get(call.who, call.params.id);
  }

  @Route(routes.replaceRequestPolicy)
  replacePolicy(@Call() call: CallOf<typeof routes.replaceRequestPolicy>) {
    return this.policies.replace(call.who, call.params.id, call.body, call);
  }
}
