import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { MembersService } from './members.service.js';

@Controller()
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Route(routes.listMembers)
  list(@Call() call: CallOf<typeof routes.listMembers>) {
    return this.members.list(call.who, call.query);
  }

  @Route(routes.getMember)
  get(@Call() call: CallOf<typeof routes.getMember>) {
    return this.members.get(call.who, call.params.id);
  }

  @Route(routes.replaceMember)
  replace(@Call() call: CallOf<typeof routes.replaceMember>) {
    return this.members.replace(call.who, call.params.id, call.body, call);
  }

  @Route(routes.removeMember)
  remove(@Call() call: CallOf<typeof routes.removeMember>) {
    return this.members.remove(call.who, call.params.id, call);
  }

  @Route(routes.resetMemberFactors)
  resetFactors(@Call() call: CallOf<typeof routes.resetMemberFactors>) {
    return this.members.resetFactors(call.who, call.params.id, call.dryRun);
  }
}
