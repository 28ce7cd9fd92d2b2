import { Controller, Req, Res } from '@nestjs/common';
import { type Me, routes } from '@stellwerk/contracts';
import type { Request, Response } from 'express';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { refusalOf } from '../session/auth.guard.js';
import { Authentication, originOf, SESSION } from '../session/authentication.js';
import { SessionCookie } from '../session/cookie.js';
import { AcceptanceService } from './acceptance.service.js';
import { InvitationsService } from './invitations.service.js';

@Controller()
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly acceptance: AcceptanceService,
    private readonly authentication: Authentication,
    private readonly cookie: SessionCookie,
  ) {}

  @Route(routes.listInvitations)
  list(@Call() call: CallOf<typeof routes.listInvitations>) {
    return this.invitations.list(call.who, call.query);
  }

  @Route(routes.invite)
  invite(@Call() call: CallOf<typeof routes.invite>) {
    return this.invitations.invite(call.who, call.body, call.dryRun);
  }

  @Route(routes.resendInvitation)
  resend(@Call() call: CallOf<typeof routes.resendInvitation>) {
    return this.invitations.resend(call.who, call.params.id, call.dryRun);
  }

  @Route(routes.revokeInvitation)
  revoke(@Call() call: CallOf<typeof routes.revokeInvitation>) {
    return this.invitations.revoke(call.who, call.params.id, call.dryRun);
  }

  @Route(routes.readInvitation)
  offer(@Call() call: CallOf<typeof routes.readInvitation>, @Req() request: Request) {
    return this.acceptance.offer(call.body.token, originOf(request));
  }

  @Route(routes.acceptInvitation)
  async accept(
    @Call() call: CallOf<typeof routes.acceptInvitation>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Me> {
    const who = await this.authentication.principalOf(request);
    // The route is public for those who have no account yet; a session that is there counts in full or not at all.
    const refused = who && refusalOf({ needs: 'self', stepUp: false, unfinished: false }, who, request, call.now);
    if (refused) throw refused;
    const { token, me } = await this.acceptance.accept(call.body, who, originOf(request));
    this.cookie.set(response, token, SESSION.absoluteMs);
    return me;
  }
}
