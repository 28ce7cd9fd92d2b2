import { Controller } from '@nestjs/common';
import { routes } from '@stellwerk/contracts';
import { Call, type CallOf } from '../http/call.js';
import { Route } from '../http/route.js';
import { NotificationsService } from './notifications.service.js';

@Controller()
export class NotificationsController {
  constructor(private readonly notifications: NotificationsService) {}

  @Route(routes.listNotifications)
  list(@Call() call: CallOf<typeof routes.listNotifications>) {
    return this.notifications.list(call.who, call.query, call.locale);
  }

  @Route(routes.readAllNotifications)
  readAll(@Call() call: CallOf<typeof routes.readAllNotifications>) {
    return this.notifications.readAll(call.who, call.dryRun);
  }

  @Route(routes.readNotification)
  read(@Call() call: CallOf<typeof routes.readNotification>) {
    return this.notifications.read(call.who, call.params.id, call.dryRun);
  }
}
