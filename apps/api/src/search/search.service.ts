import type { Output, routes } from '@stellwerk/contracts';
import type { Circle, Permission } from '@stellwerk/domain';
import type { SearchRow, Store } from '@stellwerk/store';
import { Refusal } from '../http/refusal.js';
import { circleOf } from '../members/circle.js';
import type { Principal } from '../session/principal.js';

const NEEDED: Record<SearchRow['kind'], Permission> = {
  tenant: 'tenants:read',
  pbx: 'pbxs:read',
  'ssh-server': 'ssh-servers:read',
  tunnel: 'tunnels:read',
  request: 'requests:read',
  check: 'checks:read',
  certificate: 'checks:read',
};
const KINDS = Object.keys(NEEDED) as SearchRow['kind'][];

/** Finds things across everything the caller may see, and nothing else: the scope is the database's, the kinds follow from the permissions. */
export class SearchService {
  constructor(private readonly store: Store) {}

  async find(who: Principal, text: string, limit: number): Promise<Output<typeof routes.search>> {
    const kinds = KINDS.filter((kind) => who.permissions.includes(NEEDED[kind]));
    const items = await this.store.forTenant(who.scope, (tx) => tx.search.find(text, kinds, limit));
    if (!who.permissions.includes('members:read') || who.actingFor !== null) return { items };
    const circle = await this.colleagues(who);
    if (circle === null) return { items };
    const members = await this.store.asSystem('search members', (tx) => tx.members.list(circle, { search: text, limit }));
    const people = members.items.map((m) => ({
      kind: 'member' as const,
      id: m.id,
      title: m.name,
      subtitle: m.email,
      tenantId: m.tenantId,
    }));
    return { items: [...items, ...people].slice(0, limit) };
  }

  /** The members of the caller's own side; null where they are not theirs to see. */
  private async colleagues(who: Principal): Promise<Circle | null> {
    try {
      return await circleOf(this.store, who, null);
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }

  /** What each customer of the scope used so far. */
  usage(who: Principal, tenantId: string | undefined): Promise<Output<typeof routes.listUsage>> {
    return this.store.forTenant(who.scope, async (tx) => ({ items: await tx.search.usage(tenantId ?? null) }));
  }
}
