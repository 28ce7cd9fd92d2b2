import { Controller, Res } from '@nestjs/common';
import { type Me, routes } from '@stellwerk/contracts';
import type { Response } from 'express';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import type { Entry } from './admission.js';
import { SESSION } from './authentication.js';
import { SessionCookie } from './cookie.js';
import { StandingService } from './standing.service.js';

@Controller()
export class StandingController {
  constructor(
    private readonly standing: StandingService,
    private readonly cookie: SessionCookie,
  ) {}

  @Route(routes.switchMembership)
  switchMembership(@Call() call: CallOf<typeof routes.switchMembership>, @Res({ passthrough: true }) response: Response): Promise<Me> {
    return this.answer(response, this.standing.switchMembership(call.who, call.body.membershipId));
  }

  @Route(routes.actFor)
  actFor(@Call() call: CallOf<typeof routes.actFor>, @Res({ passthrough: true }) response: Response): Promise<Me> {
    return this.answer(response, this.standing.actFor(call.who, call.body.tenantId));
  }

  private async answer(response: Response, standing: Promise<Entry>): Promise<Me> {
    const { token, me } = await standing;
    this.cookie.set(response, token, SESSION.absoluteMs);
    return me;
  }
}
