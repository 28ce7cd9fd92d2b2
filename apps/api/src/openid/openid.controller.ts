import { Controller, HttpStatus, Req, Res } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import type { Request, Response } from 'express';
import { equalSecrets } from '@stellwerk/secrets';
import { Call, type CallOf } from '../http/call.js';
import { Refusal } from '../http/refusal.js';
import { Route } from '../http/route.js';
import { refusalOf, unauthenticated } from '../session/auth.guard.js';
import { Authentication, originOf, SESSION } from '../session/authentication.js';
import { SessionCookie } from '../session/cookie.js';
import type { Principal } from '../session/principal.js';
import { FlowCookie, newValue } from './flow.js';
import { OpenIdService } from './openid.service.js';

@Controller()
export class OpenIdController {
  constructor(
    private readonly openid: OpenIdService,
    private readonly authentication: Authentication,
    private readonly sessions: SessionCookie,
    private readonly flows: FlowCookie,
  ) {}

  @Route(routes.signInOptions)
  options(@Call() call: CallOf<typeof routes.signInOptions>, @Req() request: Request) {
    return this.openid.options(call.query.search, originOf(request));
  }

  @Route(routes.beginOidc)
  async begin(
    @Call() call: CallOf<typeof routes.beginOidc>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.answer(request, response, async () => {
      const who = await this.running(request);
      if (call.query.link) judgeLink(request, who, call.now);
      const browser = this.flows.read(request) ?? newValue();
      const url = await this.openid.begin(call.params.id, call.query, { who, browser, origin: originOf(request) });
      this.flows.set(response, browser);
      return url.href;
    });
  }

  @Route(routes.finishOidc)
  async finish(
    @Call() call: CallOf<typeof routes.finishOidc>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.answer(request, response, async () => {
      const who = await this.running(request);
      const at = request.originalUrl.indexOf('?');
      const back = { state: call.query.state, query: at < 0 ? '' : request.originalUrl.slice(at + 1) };
      const home = await this.openid.finish(call.params.id, back, { who, browser: this.flows.read(request), origin: originOf(request) });
      if (home.token !== null) this.sessions.set(response, home.token, SESSION.absoluteMs);
      return this.openid.portal(home.path);
    });
  }

  /** A finished session of a person, if one runs; anything less is none here. */
  private async running(request: Request): Promise<Principal | null> {
    const who = await this.authentication.principalOf(request);
    return who?.kind === 'member' && who.stage === 'full' ? who : null;
  }

  /** Sends the browser on. It is a person who is on the way here, so a refusal is told by the portal's own page, to whoever reads HTML. */
  private async answer(request: Request, response: Response, work: () => Promise<string>): Promise<void> {
    try {
      response.location(await work());
    } catch (error) {
      if (!(error instanceof Refusal) || request.accepts(['json', 'html']) !== 'html') throw error;
      response.status(HttpStatus.FOUND).location(this.openid.portal(`/sign-in?problem=${error.code}`));
    }
  }
}

/**
 * Linking changes how a person signs in, and begins with a GET: it must come from our own pages, or another site could have a victim link an
 * account that the other site is signed in to.
 */
function judgeLink(request: Request, who: Principal | null, now: number): void {
  if (who === null) throw unauthenticated();
  const refused = refusalOf({ needs: 'self', stepUp: true, unfinished: false }, who, request, now);
  if (refused !== null) throw refused;
  const own = request.get('sec-fetch-site') === 'same-origin' || equalSecrets(request.get('x-csrf-token') ?? '', who.csrfToken ?? '');
  if (!own) throw new Refusal('csrf-refused');
}
