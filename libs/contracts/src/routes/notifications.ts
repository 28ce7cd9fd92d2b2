import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { Notification } from '../resources/requests.js';
import { dryRun, id, page, PageQuery, V1 } from './common.js';

export const notificationRoutes = {
  listNotifications: endpoint(`GET ${V1}/notifications`, {
    needs: 'self',
    tag: 'notifications',
    summary: 'What one was told, newest first.',
    query: PageQuery.extend({ unread: z.stringbool().default(false) }),
    reply: page(Notification).extend({ unread: z.number().int() }),
  }),
  readNotification: endpoint(`POST ${V1}/notifications/:id/read`, {
    needs: 'self',
    tag: 'notifications',
    summary: 'Mark one as read.',
    params: id,
    query: dryRun,
    status: 204,
  }),
  readAllNotifications: endpoint(`POST ${V1}/notifications/read-all`, {
    needs: 'self',
    tag: 'notifications',
    summary: 'Mark all as read.',
    query: dryRun,
    status: 204,
  }),
} as const;
