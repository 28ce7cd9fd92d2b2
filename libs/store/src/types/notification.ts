import type { Circle, NotificationKind, Params, Role } from '@stellwerk/domain';
import type { Page, PageRequest } from './common.js';

export interface NotificationRow {
  readonly id: string;
  readonly personId: string | null;
  readonly kind: string;
  readonly params: Params;
  readonly tenantId: string | null;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

/** Who shall know. Everybody is told once, however often they match. */
export interface Telling {
  readonly providerId: string;
  /** Null: it concerns the provider itself. */
  readonly tenantId: string | null;
  readonly kind: NotificationKind;
  /** Names and ids, never a secret. */
  readonly params: Params;
  /** Members of every provider that has access to the tenant in this role (with tenantId null: of the provider itself). */
  readonly providerRoles?: readonly Role[];
  /** Members of the tenant. */
  readonly tenantRoles?: readonly Role[];
  /** By name, as long as they are members that the tenant (with tenantId null: the provider) is open to. */
  readonly persons?: readonly string[];
  /** Whoever did it need not be told. */
  readonly except?: string | null;
}

/** A mail to be sent. */
export interface DueMail {
  readonly id: string;
  readonly email: string;
  readonly locale: 'de' | 'en';
  readonly kind: string;
  readonly params: Params;
  readonly tries: number;
}

/** Behind both doors: written in the same transaction as what it tells of. Inside a scope only about what the scope may see. */
export interface Tell {
  /** How many people were told. */
  tell(telling: Telling): Promise<number>;
}

export interface Notifications extends Tell {
  /** To an address without an account; by mail only. */
  tellAddress(to: {
    readonly email: string;
    readonly locale: 'de' | 'en';
    readonly providerId: string;
    readonly tenantId: string | null;
    readonly kind: NotificationKind;
    readonly params: Params;
  }): Promise<void>;
  /** Newest first. `within`, here and below: only what this side has told, at a provider also about the customers it has access to; null or left out: everything. */
  list(
    personId: string,
    page: PageRequest & { readonly unread?: boolean; readonly within?: Circle | null },
  ): Promise<Page<NotificationRow>>;
  unread(personId: string, within?: Circle | null): Promise<number>;
  /** `id` null: all of them. False: there was none. */
  markRead(personId: string, id: string | null, within?: Circle | null): Promise<boolean>;
  /** Takes mails that are due and puts them off by `retryInMs`, so that another worker does not take them too. Gives up those older than `giveUpMs`. */
  takeDue(options: { readonly limit: number; readonly retryInMs: number; readonly giveUpMs: number }): Promise<DueMail[]>;
  mailed(id: string): Promise<void>;
  /** `retryInMs` null: not again. */
  notMailed(id: string, error: string, retryInMs: number | null): Promise<void>;
  /** Deletes what is older; at most `limit`. */
  purge(olderThanMs: number, limit: number): Promise<number>;
}
