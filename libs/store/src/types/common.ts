/** What a caller may see. It comes from the credential, never from a header; `'all'` is every tenant of the provider. */
export interface Scope {
  readonly providerId: string;
  readonly tenantIds: 'all' | readonly string[];
}

/** Lists are ordered by creation, oldest first (events: newest first), and continued after the last row seen. */
export interface Cursor {
  readonly createdAt: Date;
  readonly id: string;
}

export interface PageRequest {
  /** 1 to 200 rows. */
  readonly limit: number;
  /** Null or absent: from the start. */
  readonly after?: Cursor | null;
}

export interface Page<T> {
  readonly items: T[];
  /** Null when there is nothing after this page. */
  readonly next: Cursor | null;
}

export interface Timestamps {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * Why the store would not do it. A foreign object is simply not found. After a refusal nothing of the refused call is
 * written; the rest of the transaction still stands, so whoever returns the refusal as success commits what came before.
 */
export type Refusal =
  | { readonly code: 'not-found'; readonly what: 'tenant' | 'pbx' | 'ssh-server' | 'tunnel' | 'module' | 'check' }
  | { readonly code: 'in-use'; readonly by: 'pbx' | 'ssh-server' | 'tunnel' | 'check' }
  | { readonly code: 'port-taken'; readonly listenKey: string; readonly listenPort: number; readonly mapping: number };

export type Outcome<T, R extends Refusal = Refusal> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: R };
