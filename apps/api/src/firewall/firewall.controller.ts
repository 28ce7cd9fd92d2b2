import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { FirewallService } from './firewall.service.js';

@Controller()
export class FirewallController {
  constructor(private readonly firewall: FirewallService) {}

  @Route(routes.getFirewallSettings)
  settings(@Call() call: CallOf<typeof routes.getFirewallSettings>) {
    return this.firewall.settings(call.who, call.params.id);
  }

  @Route(routes.putFirewallSettings)
  put(@Call() call: CallOf<typeof routes.putFirewallSettings>) {
    return this.firewall.put(call.who, call.params.id, call.body, call);
  }

  @Route(routes.getFirewallPlan)
  plan(@Call() call: CallOf<typeof routes.getFirewallPlan>) {
    return this.firewall.plan(call.who, call.params.id, call.query, call.locale);
  }

  @Route(routes.exportFirewallPlan)
  export(@Call() call: CallOf<typeof routes.exportFirewallPlan>) {
    return this.firewall.export(call.who, call.params.id, call.query, call.locale);
  }
}
