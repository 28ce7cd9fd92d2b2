import type { Output, routes } from '@stellwerk/contracts';
import { notificationText } from '@stellwerk/domain';
import type { NotificationRow, Store } from '@stellwerk/store';
import { cursorOf, pageOf } from '../core/cursor.js';
import { found } from '../core/refused.js';
import type { QueryOf } from '../http/call.js';
import type { Locale } from '@stellwerk/domain';
import type { Principal } from '../session/principal.js';

type View = Output<typeof routes.listNotifications>['items'][number];

const view =
  (locale: Locale) =>
  (row: NotificationRow): View => {
    const { subject, path } = notificationText(row.kind, row.params, locale);
    return {
      id: row.id,
      kind: row.kind,
      text: subject,
      link: path,
      tenantId: row.tenantId,
      createdAt: row.createdAt.toISOString(),
      readAt: row.readAt?.toISOString() ?? null,
    };
  };

/** A person's own notifications. That one was read is nobody else's business, hence no audit. */
export class NotificationsService {
  constructor(private readonly store: Store) {}

  list(who: Principal, query: QueryOf<typeof routes.listNotifications>, locale: Locale) {
    return this.store.asSystem('show a person their notifications', async ({ notifications }) => {
      const page = await notifications.list(who.id, { limit: query.limit, after: cursorOf(query.cursor), unread: query.unread });
      return { ...pageOf(page, view(locale)), unread: await notifications.unread(who.id) };
    });
  }

  async read(who: Principal, id: string, dryRun: boolean): Promise<void> {
    await this.store.asSystem('mark a notification as read', async (tx) => found(await tx.notifications.markRead(who.id, id)), {
      rollback: dryRun,
    });
  }

  async readAll(who: Principal, dryRun: boolean): Promise<void> {
    await this.store.asSystem('mark notifications as read', (tx) => tx.notifications.markRead(who.id, null), { rollback: dryRun });
  }
}
