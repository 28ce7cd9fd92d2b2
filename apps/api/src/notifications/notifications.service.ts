import type { Output, routes } from '@stellwerk/contracts';
import { notificationText } from '@stellwerk/domain';
import type { NotificationRow, Store, SystemTx } from '@stellwerk/store';
import { cursorOf, pageOf } from '../core/cursor.js';
import { found } from '../core/refused.js';
import type { QueryOf } from '../http/call.js';
import type { Locale } from '@stellwerk/domain';
import { ownReach } from '../session/one-side.js';
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
    return this.store.asSystem('show a person their notifications', async (tx) => {
      const { within } = await ownReach(tx, who);
      const page = await tx.notifications.list(who.id, { limit: query.limit, after: cursorOf(query.cursor), unread: query.unread, within });
      return { ...pageOf(page, view(locale)), unread: await tx.notifications.unread(who.id, within) };
    });
  }

  async read(who: Principal, id: string, dryRun: boolean): Promise<void> {
    await this.mark(who, id, dryRun).then(found);
  }

  async readAll(who: Principal, dryRun: boolean): Promise<void> {
    await this.mark(who, null, dryRun);
  }

  private mark(who: Principal, id: string | null, dryRun: boolean): Promise<boolean> {
    const work = async (tx: SystemTx) => tx.notifications.markRead(who.id, id, (await ownReach(tx, who)).within);
    return this.store.asSystem('mark notifications as read', work, { rollback: dryRun });
  }
}
