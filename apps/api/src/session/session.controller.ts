import { Controller, Req, Res } from '@nestjs/common';
import { type Me, routes } from '@stellwerk/contracts';
import type { Request, Response } from 'express';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { originOf, SESSION } from './authentication.js';
import { SessionCookie } from './cookie.js';
import { meOf, SignInService } from './sign-in.service.js';

@Controller()
export class SessionController {
  constructor(
    private readonly sessions: SignInService,
    private readonly cookie: SessionCookie,
  ) {}

  @Route(routes.signIn)
  async signIn(
    @Call() call: CallOf<typeof routes.signIn>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Me> {
    const { token, me } = await this.sessions.signIn(call.body, originOf(request));
    this.cookie.set(response, token, SESSION.absoluteMs);
    return me;
  }

  @Route(routes.signOut)
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const token = this.cookie.read(request);
    if (token !== null) await this.sessions.signOut(token);
    this.cookie.clear(response);
  }

  @Route(routes.me)
  me(@Call() call: CallOf<typeof routes.me>): Me {
    return meOf(call.who);
  }
}
