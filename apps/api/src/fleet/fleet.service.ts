import type { Output, routes } from '@stellwerk/contracts';
import type { Store } from '@stellwerk/store';
import { countsBy } from '../core/counts.js';
import type { Principal } from '../session/principal.js';

export class FleetService {
  constructor(private readonly store: Store) {}

  /** Counts in the caller's scope. Workers serve every provider, so what is said of them names nobody's tunnels. */
  async overview(who: Principal): Promise<Output<typeof routes.overview>> {
    const fleet = await this.store.forTenant(who.scope, async (tx) => ({
      totals: await tx.overview.totals(),
      counts: countsBy(await tx.overview.conditions('fleet'))(null),
    }));
    const workers = await this.store.asSystem('show which workers are alive', (tx) => tx.leases.workers());
    return {
      tunnels: fleet.counts,
      tenants: fleet.totals.tenants,
      pbxs: fleet.totals.pbxs,
      workers: workers.map(({ id, edgeId, alive, shards, tunnels }) => ({ id, edgeId, alive, shards, tunnels })),
    };
  }
}
