import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { DelegationsService } from './delegations.service.js';

@Controller()
export class DelegationsController {
  constructor(private readonly delegations: DelegationsService) {}

  @Route(routes.listDelegations)
  list(@Call() call: CallOf<typeof routes.listDelegations>) {
    return this.delegations.list(call.who, call.query);
  }

  @Route(routes.askForDelegation)
  ask(@Call() call: CallOf<typeof routes.askForDelegation>) {
    return this.delegations.ask(call.who, call.body, call);
  }

  @Route(routes.acceptDelegation)
  accept(@Call() call: CallOf<typeof routes.acceptDelegation>) {
    return this.delegations.accept(call.who, call.params.id, call.body, call);
  }

  @Route(routes.declineDelegation)
  decline(@Call() call: CallOf<typeof routes.declineDelegation>) {
    return this.delegations.decline(call.who, call.params.id, call);
  }

  @Route(routes.replaceDelegation)
  replace(@Call() call: CallOf<typeof routes.replaceDelegation>) {
    return this.delegations.replace(call.who, call.params.id, call.body, call);
  }

  @Route(routes.revokeDelegation)
  revoke(@Call() call: CallOf<typeof routes.revokeDelegation>) {
    return this.delegations.revoke(call.who, call.params.id, call);
  }
}
