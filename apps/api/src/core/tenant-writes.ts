import type { Queue } from '@stellwerk/queue';
import type { Reconciled, Store, TenantTx, TunnelRow } from '@stellwerk/store';
import { doerOf } from '../audit/actor.js';
import { type Auditing, createLedger } from '../audit/ledger.js';
import { reconcileChecks } from './derived-checks.js';
import { carriedOut } from './idempotency.js';
import { actorOf, type Principal } from '../session/principal.js';

/** What a transaction leaves behind: what it did, for the audit, and what is to be told after its commit. */
export interface Aftermath extends Auditing {
  /** Readers shall load this tunnel anew, and the workers of its edge shall look at it now. */
  readonly changed: (tunnel: Pick<TunnelRow, 'id' | 'tenantId' | 'pbxId' | 'edgeId'>) => void;
  /** Readers shall load this request anew. */
  readonly asked: (request: { readonly id: string; readonly tenantId: string }) => void;
  /** Something that the checks of this PBX follow from may have changed: they are derived anew before the commit. Tunnels that changed imply it. */
  readonly derive: (pbxId: string) => void;
  /** The workers' schedules of these checks follow now. */
  readonly scheduled: (check: { readonly id: string; readonly edgeId: string }) => void;
}

interface Change {
  readonly tunnelId: string;
  readonly tenantId: string;
  readonly pbxId: string;
  readonly edgeId: string;
}

const idsOf = ({ added, changed, removed }: Reconciled): string[] => [...added, ...changed, ...removed];
/** As many checks as one message names. */
const MOST_NAMED = 500;

interface WriteOptions {
  /** `validateOnly`: do everything, answer, undo it, tell nobody. */
  readonly dryRun: boolean;
}

/**
 * Every change of a tenant's data goes through here: one transaction inside the caller's scope that also writes the audit (one that
 * audits nothing is undone), and only after its commit a nudge. A lost nudge costs one resync interval of the worker, so Redis being away fails nothing.
 */
export class TenantWrites {
  constructor(
    private readonly store: Store,
    private readonly queue: Pick<Queue, 'enqueue' | 'bus'>,
  ) {}

  async run<T>(who: Principal, options: WriteOptions, work: (tx: TenantTx, after: Aftermath) => Promise<T>): Promise<T> {
    const changes = new Map<string, Change>();
    const requests = new Map<string, string>();
    const homes = new Set<string>();
    const checks = new Map<string, string>();
    const derive: Aftermath['derive'] = (pbxId) => void homes.add(pbxId);
    const scheduled: Aftermath['scheduled'] = ({ id, edgeId }) => void checks.set(id, edgeId);
    const changed: Aftermath['changed'] = (t) => {
      changes.set(t.id, { tunnelId: t.id, tenantId: t.tenantId, pbxId: t.pbxId, edgeId: t.edgeId });
      derive(t.pbxId);
    };
    const asked: Aftermath['asked'] = (r) => void requests.set(r.id, r.tenantId);
    const inside = async (tx: TenantTx) => {
      const { check, ...auditing } = createLedger(tx, doerOf(who));
      const result = await work(tx, { changed, asked, derive, scheduled, ...auditing });
      for (const done of await reconcileChecks(tx, homes)) for (const id of idsOf(done)) scheduled({ id, edgeId: done.edgeId });
      await carriedOut(tx);
      check();
      return result;
    };
    const result = await this.store.forTenant(who.scope, inside, { rollback: options.dryRun });
    if (options.dryRun) return result;
    const { providerId } = who.scope;
    this.tell(providerId, [...changes.values()]);
    for (const [requestId, tenantId] of requests) void this.queue.bus.publish({ type: 'request.changed', providerId, tenantId, requestId });
    this.schedule(checks);
    return result;
  }

  private schedule(checks: ReadonlyMap<string, string>): void {
    for (const edgeId of new Set(checks.values())) {
      const checkIds = [...checks].filter(([, edge]) => edge === edgeId).map(([id]) => id);
      void this.queue.bus.publish({ type: 'checks.changed', edgeId, checkIds: checkIds.length > MOST_NAMED ? null : checkIds });
    }
  }

  private tell(providerId: string, changes: readonly Change[]): void {
    for (const { tunnelId, tenantId, pbxId } of changes)
      void this.queue.bus.publish({ type: 'tunnel.changed', providerId, tenantId, pbxId, tunnelId });
    for (const edgeId of new Set(changes.map((change) => change.edgeId))) void this.queue.enqueue('edge.reconcile', {}, edgeId);
  }
}

/** Adds one line to a tunnel's timeline in the name of the person or machine that acted. */
export const note = (tx: TenantTx, who: Principal, tunnelId: string, kind: string): Promise<number> =>
  tx.events.add([{ tunnelId, kind, actor: actorOf(who) }]);
