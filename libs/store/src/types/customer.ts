import type { Page, PageRequest } from './common.js';
import type { TenantRow } from './tenant.js';

/** Deleted customers have left every scope; what is still kept of them is reached by the system only, and every call names the provider. */
export interface Customers {
  /** Oldest deletion first. */
  listDeleted(providerId: string, page: PageRequest): Promise<Page<TenantRow>>;
  /** Null: there is none, it is not deleted, or its time is over. */
  restore(providerId: string, id: string): Promise<TenantRow | null>;
  /** Removes what has been kept long enough: the customer, everything of it, people who belong to nobody else, and the personal parts of its audit. */
  purgeDue(limit: number): Promise<{ id: string; providerId: string; name: string }[]>;
}

/** What one customer used so far. */
export interface UsageRow {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly customerNumber: string | null;
  readonly pbxs: number;
  readonly tunnels: number;
  readonly tunnelsEnabled: number;
  readonly mappings: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly connections: number;
}

export interface SearchRow {
  readonly kind: 'tenant' | 'pbx' | 'ssh-server' | 'tunnel' | 'request' | 'check' | 'certificate';
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly tenantId: string;
}

/** Looks across all tables of the scope. */
export interface Search {
  /** Best first: what begins with the text, then what contains it. `kinds`: only these. */
  find(text: string, kinds: readonly SearchRow['kind'][], limit: number): Promise<SearchRow[]>;
  usage(tenantId: string | null): Promise<UsageRow[]>;
}
