import type { routes } from '@stellwerk/contracts';
import type { TunnelState } from '@stellwerk/domain';
import type { Store, TunnelRow } from '@stellwerk/store';
import { named, tunnelFacts } from '../audit/facts.js';
import { cursorOf, cursorText } from '../core/cursor.js';
import { found } from '../core/refused.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { BodyOf, QueryOf } from '../http/call.js';
import type { Principal } from '../session/principal.js';
import { endWithoutTunnel } from '../requests/request-ending.js';
import { ownGrant, refuseConsole, refuseEnded } from './own-end.js';
import { judged, type Reading, tunnelView } from './tunnel.view.js';
import type { TunnelWriter } from './tunnel-writer.js';

type Input = BodyOf<typeof routes.createTunnel>;

/** A filter by state looks at judged rows; this many are looked at for one page at most. */
const MOST_LOOKED_AT = 20_000;

interface Writing extends Reading {
  readonly dryRun: boolean;
}

export class TunnelsService {
  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
    private readonly writer: TunnelWriter,
  ) {}

  list(who: Principal, query: QueryOf<typeof routes.listTunnels>, reading: Reading) {
    const { limit, cursor, state, ...given } = query;
    const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
    return this.store.forTenant(who.scope, async (tx) => {
      const rows: TunnelRow[] = [];
      let after = cursorOf(cursor);
      for (let looked = 0; looked < MOST_LOOKED_AT;) {
        const page = await tx.tunnels.list({ ...filter, limit: state === undefined ? limit : 200, after });
        looked += page.items.length;
        const fitting = page.items.filter((row) => fits(row, state, reading.now)).slice(0, limit - rows.length);
        rows.push(...fitting);
        const last = fitting.at(-1);
        after =
          rows.length === limit && last !== undefined && last !== page.items.at(-1)
            ? { createdAt: last.createdAt, id: last.id }
            : page.next;
        if (after === null || rows.length === limit) break;
      }
      return { items: rows.map((row) => tunnelView(row, reading)), nextCursor: cursorText(after) };
    });
  }

  get(who: Principal, id: string, reading: Reading) {
    return this.store.forTenant(who.scope, async (tx) => tunnelView(found(await tx.tunnels.find(id)), reading));
  }

  create(who: Principal, input: Input, writing: Writing) {
    return this.writes.run(who, writing, async (tx, after) => {
      const row = await this.writer.create({ tx, after, who }, input, ownGrant(input, null, writing.now));
      return tunnelView(row, writing);
    });
  }

  replace(who: Principal, id: string, input: Input, writing: Reading & Changing) {
    return this.writes.run(who, writing, async (tx, after) => {
      const before = found(await tx.tunnels.lock(id));
      expectVersion(before.version, writing.ifMatch);
      if (input.enabled) refuseEnded(before, writing.now);
      refuseConsole(input, before);
      const row = await this.writer.replace({ tx, after, who }, before, input, ownGrant(input, before, writing.now));
      return tunnelView(row, writing);
    });
  }

  async remove(who: Principal, id: string, changing: Changing): Promise<void> {
    await this.writes.run(who, changing, async (tx, after) => {
      // Requests are held before tunnels, here as everywhere.
      const approved = await tx.requests.approvedFor(id);
      for (const request of approved) await tx.requests.lock(request);
      const row = found(await tx.tunnels.lock(id));
      expectVersion(row.version, changing.ifMatch);
      after.changed(row);
      found(await tx.tunnels.remove(id));
      for (const request of approved) await endWithoutTunnel({ tx, after, who }, request);
      after.audit({ action: 'tunnel.deleted', tenantId: row.tenantId, target: named('tunnel', row), before: tunnelFacts(row) });
    });
  }
}

const fits = (row: TunnelRow, state: TunnelState | undefined, now: number): boolean =>
  state === undefined || judged(row, now).state === state;
