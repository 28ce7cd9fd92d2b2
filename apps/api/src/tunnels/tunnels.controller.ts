import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { TunnelsService } from './tunnels.service.js';
import { TunnelActionsService } from './tunnel-actions.service.js';

@Controller()
export class TunnelsController {
  constructor(
    private readonly tunnels: TunnelsService,
    private readonly actions: TunnelActionsService,
  ) {}

  @Route(routes.listTunnels)
  list(@Call() call: CallOf<typeof routes.listTunnels>) {
    return this.tunnels.list(call.who, call.query, call);
  }

  @Route(routes.createTunnel)
  create(@Call() call: CallOf<typeof routes.createTunnel>) {
    return this.tunnels.create(call.who, call.body, call);
  }

  @Route(routes.getTunnel)
  get(@Call() call: CallOf<typeof routes.getTunnel>) {
    return this.tunnels.get(call.who, call.params.id, call);
  }

  @Route(routes.replaceTunnel)
  replace(@Call() call: CallOf<typeof routes.replaceTunnel>) {
    return this.tunnels.replace(call.who, call.params.id, call.body, call);
  }

  @Route(routes.deleteTunnel)
  remove(@Call() call: CallOf<typeof routes.deleteTunnel>) {
    return this.tunnels.remove(call.who, call.params.id, call);
  }

  @Route(routes.enableTunnel)
  enable(@Call() call: CallOf<typeof routes.enableTunnel>) {
    return this.actions.setEnabled(call.who, call.params.id, true, call);
  }

  @Route(routes.disableTunnel)
  disable(@Call() call: CallOf<typeof routes.disableTunnel>) {
    return this.actions.setEnabled(call.who, call.params.id, false, call);
  }

  @Route(routes.restartTunnel)
  restart(@Call() call: CallOf<typeof routes.restartTunnel>) {
    return this.actions.restart(call.who, call.params.id, call);
  }

  @Route(routes.acceptHostKey)
  acceptHostKey(@Call() call: CallOf<typeof routes.acceptHostKey>) {
    return this.actions.acceptHostKey(call.who, call.params.id, call.body, call);
  }

  @Route(routes.listTunnelEvents)
  events(@Call() call: CallOf<typeof routes.listTunnelEvents>) {
    return this.actions.events(call.who, call.params.id, call.query, call);
  }
}
