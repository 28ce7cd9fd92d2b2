import { Controller, Req, Res } from '@nestjs/common';
import { type Me, routes } from '@stellwerk/contracts';
import type { Request, Response } from 'express';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import type { Entry } from './admission.js';
import { originOf, SESSION } from './authentication.js';
import { SessionCookie } from './cookie.js';
import { MeView } from './me.view.js';
import type { PasskeyChallenge } from './passkeys.js';
import { SignInService } from './sign-in.service.js';

@Controller()
export class SessionController {
  constructor(
    private readonly sessions: SignInService,
    private readonly view: MeView,
    private readonly cookie: SessionCookie,
  ) {}

  @Route(routes.signIn)
  signIn(@Call() call: CallOf<typeof routes.signIn>, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<Me> {
    return this.admit(response, this.sessions.signIn(call.body, originOf(request)));
  }

  @Route(routes.challengeSignIn)
  challengeSignIn(@Req() request: Request): Promise<PasskeyChallenge> {
    return this.sessions.challengeSignIn(originOf(request));
  }

  @Route(routes.signInWithPasskey)
  signInWithPasskey(
    @Call() call: CallOf<typeof routes.signInWithPasskey>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Me> {
    return this.admit(response, this.sessions.signInWithPasskey(call.body, originOf(request)));
  }

  @Route(routes.challengeProof)
  challengeProof(@Call() call: CallOf<typeof routes.challengeProof>): Promise<PasskeyChallenge> {
    return this.sessions.challengeProof(call.who);
  }

  @Route(routes.giveSecondFactor)
  giveSecondFactor(@Call() call: CallOf<typeof routes.giveSecondFactor>, @Res({ passthrough: true }) response: Response): Promise<Me> {
    return this.admit(response, this.sessions.giveSecondFactor(call.who, call.body, call.now));
  }

  @Route(routes.stepUp)
  stepUp(@Call() call: CallOf<typeof routes.stepUp>, @Res({ passthrough: true }) response: Response): Promise<Me> {
    return this.admit(response, this.sessions.stepUp(call.who, call.body, call.now));
  }

  @Route(routes.signOut)
  async signOut(@Call() call: CallOf<typeof routes.signOut>, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.sessions.signOut(call.who);
    this.cookie.clear(response);
  }

  @Route(routes.me)
  me(@Call() call: CallOf<typeof routes.me>): Promise<Me> {
    return this.view.of(call.who);
  }

  private async admit(response: Response, entering: Promise<Entry>): Promise<Me> {
    const { token, me } = await entering;
    this.cookie.set(response, token, SESSION.absoluteMs);
    return me;
  }
}
