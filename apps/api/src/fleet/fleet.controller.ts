import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { FleetService } from './fleet.service.js';

@Controller()
export class FleetController {
  constructor(private readonly fleet: FleetService) {}

  @Route(routes.overview)
  overview(@Call() call: CallOf<typeof routes.overview>) {
    return this.fleet.overview(call.who);
  }
}
