import { Controller, Get, Req, Res } from '@nestjs/common';
import { EVENTS_PATH } from '@stellwerk/contracts';
import type { Request, Response } from 'express';
import { localeOf } from '../http/locale.js';
import { Authentication } from '../session/authentication.js';
import { unauthenticated } from '../session/auth.guard.js';
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
    const who = await this.authentication.principalOf(request);
    if (who === null) throw unauthenticated();
    const stillWelcome = async (): Promise<boolean> => (await this.authentication.principalOf(request, false)) !== null;
    this.events.open({ stream: new EventStream(response), who, locale: localeOf(request.headers['accept-language']), stillWelcome });
  }
}
