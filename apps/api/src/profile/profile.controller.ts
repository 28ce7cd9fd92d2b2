import { Controller, Res } from '@nestjs/common';
import { type Factors, type Me, routes, type SignedInSession } from '@stellwerk/contracts';
import type { Response } from 'express';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { SESSION } from '../session/authentication.js';
import { SessionCookie } from '../session/cookie.js';
import type { PasskeyChallenge } from '../session/passkeys.js';
import { FactorsService } from './factors.service.js';
import { PasswordService } from './password.service.js';
import { ProfileService } from './profile.service.js';

@Controller()
export class ProfileController {
  constructor(
    private readonly profile: ProfileService,
    private readonly passwords: PasswordService,
    private readonly ownFactors: FactorsService,
    private readonly cookie: SessionCookie,
  ) {}

  @Route(routes.changeMe)
  changeMe(@Call() call: CallOf<typeof routes.changeMe>): Promise<Me> {
    return this.profile.change(call.who, call.body, call.dryRun);
  }

  @Route(routes.changePassword)
  async changePassword(@Call() call: CallOf<typeof routes.changePassword>, @Res({ passthrough: true }) response: Response): Promise<Me> {
    return this.renewed(response, await this.passwords.change(call.who, call.body, call)).me;
  }

  @Route(routes.listSessions)
  listSessions(@Call() call: CallOf<typeof routes.listSessions>): Promise<{ items: SignedInSession[] }> {
    return this.profile.sessions(call.who);
  }

  @Route(routes.endSession)
  endSession(@Call() call: CallOf<typeof routes.endSession>): Promise<void> {
    return this.profile.endSession(call.who, call.params.id, call.dryRun);
  }

  @Route(routes.endOtherSessions)
  endOtherSessions(@Call() call: CallOf<typeof routes.endOtherSessions>): Promise<void> {
    return this.profile.endOtherSessions(call.who, call.dryRun);
  }

  @Route(routes.factors)
  factors(@Call() call: CallOf<typeof routes.factors>): Promise<Factors> {
    return this.ownFactors.list(call.who);
  }

  @Route(routes.beginTotp)
  beginTotp(@Call() call: CallOf<typeof routes.beginTotp>): Promise<{ secret: string; uri: string }> {
    return this.ownFactors.beginTotp(call.who);
  }

  @Route(routes.confirmTotp)
  async confirmTotp(@Call() call: CallOf<typeof routes.confirmTotp>, @Res({ passthrough: true }) response: Response) {
    return this.renewed(response, await this.ownFactors.confirmTotp(call.who, call.body.code, call.now));
  }

  @Route(routes.removeTotp)
  removeTotp(@Call() call: CallOf<typeof routes.removeTotp>): Promise<void> {
    return this.ownFactors.removeTotp(call.who, call.dryRun);
  }

  @Route(routes.beginPasskey)
  beginPasskey(@Call() call: CallOf<typeof routes.beginPasskey>): Promise<PasskeyChallenge> {
    return this.ownFactors.beginPasskey(call.who);
  }

  @Route(routes.addPasskey)
  async addPasskey(@Call() call: CallOf<typeof routes.addPasskey>, @Res({ passthrough: true }) response: Response) {
    return this.renewed(response, await this.ownFactors.addPasskey(call.who, call.body));
  }

  @Route(routes.removePasskey)
  removePasskey(@Call() call: CallOf<typeof routes.removePasskey>): Promise<void> {
    return this.ownFactors.removePasskey(call.who, call.params.id, call.dryRun);
  }

  @Route(routes.renewRecoveryCodes)
  renewRecoveryCodes(@Call() call: CallOf<typeof routes.renewRecoveryCodes>): Promise<{ recoveryCodes: string[] }> {
    return this.ownFactors.renewRecoveryCodes(call.who);
  }

  @Route(routes.unlinkIdentity)
  unlinkIdentity(@Call() call: CallOf<typeof routes.unlinkIdentity>): Promise<void> {
    return this.ownFactors.unlinkIdentity(call.who, call.params.id, call.dryRun);
  }

  /** The reply's schema lets no token through; it goes into the cookie here. */
  private renewed<T extends { readonly token: string | null }>(response: Response, done: T): T {
    if (done.token !== null) this.cookie.set(response, done.token, SESSION.absoluteMs);
    return done;
  }
}
