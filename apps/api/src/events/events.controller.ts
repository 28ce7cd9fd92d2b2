import { Controller, Get, Req, Res } from '@nestjs/common';
import { EVENTS_PATH } from '@stellwerk/contracts';
import type { Request, Response } from 'express';
import { localeOf } from '../http/locale.js';
import { Authentication } from '../session/authentication.js';
import { refusalOf, unauthenticated } from '../session/auth.guard.js';
import { EventStream } from './event-stream.js';
import { EventsService } from './events.service.js';

@Controller()
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly authentication: Authentication,
  ) {}

  @Get(EVENTS_PATH)
  async open(@Req() request: Request, @Res() response: Response): Promise<void> {
    const credential = this.authentication.credentialOf(request);
    const who = await this.authentication.principalOf(request);
    if (credential === null || who === null) throw unauthenticated();
    const refused = refusalOf({ needs: 'anyone', stepUp: false, unfinished: false }, who, request, Date.now());
    if (refused !== null) throw refused;
    this.events.open({ stream: new EventStream(response), who, credential, locale: localeOf(request.headers['accept-language']) });
  }
}
