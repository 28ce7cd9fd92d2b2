import type { Output, routes } from '@stellwerk/contracts';
import { type ChecklistItem, type FederationInput, federationPlan, type Locale } from '@stellwerk/domain';
import type { Queue } from '@stellwerk/queue';
import type { PbxRow, Store } from '@stellwerk/store';
import { federationFacts, named } from '../audit/facts.js';
import { judgeFederationHosts } from '../checks/previews.service.js';
import type { Egress } from '../core/egress.js';
import { found } from '../core/refused.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import { Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { federationView, stateOf } from './federation.view.js';

interface Reading {
  readonly locale: Locale;
  readonly now: number;
}

/** The version of a federation that is not there yet. */
const NOT_YET = 0;

/** The federation of an XPhone Connect Server. It belongs to its PBX like a module does; its checks follow in the same transaction. */
export class FederationService {
  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
    private readonly engines: { readonly egress: Egress; readonly queue: Pick<Queue, 'enqueue'> },
  ) {}

  get(who: Principal, pbxId: string, reading: Reading) {
    return this.store.forTenant(who.scope, async (tx) => federationView(found(await tx.federations.find(pbxId)), reading));
  }

  plan(who: Principal, pbxId: string, { locale, now }: Reading): Promise<Output<typeof routes.getFederationPlan>> {
    return this.store.forTenant(who.scope, async (tx) => {
      const { sections, markdown } = federationPlan(stateOf(found(await tx.federations.find(pbxId))), locale, now);
      return { sections: sections.map((s) => ({ ...s, blocks: [...s.blocks], rows: s.rows.map((row) => [...row]) })), markdown };
    });
  }

  /** Sets it up (`If-Match: "0"`) or replaces it whole. */
  async put(who: Principal, pbxId: string, input: FederationInput, changing: Changing & Reading) {
    const { pbx, allowedNetworks } = await this.store.forTenant(who.scope, async (tx) => {
      const pbx = found(await tx.pbxs.find(pbxId));
      return { pbx, allowedNetworks: found(await tx.tenants.find(pbx.tenantId)).allowedNetworks };
    });
    if (pbx.product !== 'xphone-connect')
      throw new Refusal('federation-refused', { errors: [{ pointer: '', code: 'federation-product' }] });
    judgeFederationHosts(this.engines.egress, input, allowedNetworks);
    return this.writes.run(who, changing, async (tx, after) => {
      const before = await tx.federations.lock(pbxId);
      expectVersion(before?.version ?? NOT_YET, changing.ifMatch);
      const row = found(await tx.federations.put(pbxId, input));
      const compared = { ...(before ? { before: federationFacts(before) } : {}), after: federationFacts(row) };
      after.audit({ action: 'federation.put', tenantId: pbx.tenantId, target: named('pbx', pbx), ...compared });
      after.derive(pbxId);
      return federationView(row, changing);
    });
  }

  async remove(who: Principal, pbxId: string, changing: Changing): Promise<void> {
    await this.writes.run(who, changing, async (tx, after) => {
      const pbx = found(await tx.pbxs.find(pbxId));
      const before = found(await tx.federations.lock(pbxId));
      expectVersion(before.version, changing.ifMatch);
      await tx.federations.remove(pbxId);
      after.audit({ action: 'federation.deleted', tenantId: pbx.tenantId, target: named('pbx', pbx), before: federationFacts(before) });
      after.derive(pbxId);
    });
  }

  async confirm(
    who: Principal,
    at: { readonly id: string; readonly item: ChecklistItem },
    confirmed: boolean,
    { dryRun, ...reading }: Reading & { readonly dryRun: boolean },
  ) {
    const by = confirmed ? { id: who.id, at: new Date(reading.now) } : null;
    const { pbx, row, checks } = await this.writes.run(who, { dryRun }, async (tx, after) => {
      const pbx = found(await tx.pbxs.find(at.id));
      found(await tx.federations.lock(at.id));
      const row = found(await tx.federations.confirm(at.id, at.item, by));
      const target = { kind: 'pbx', id: pbx.id, name: `${at.item} (${pbx.name})` };
      after.audit({ action: confirmed ? 'federation.confirmed' : 'federation.unconfirmed', tenantId: pbx.tenantId, target });
      const { items } = await tx.checks.list({ limit: 10, pbxId: at.id, kind: 'federation-settings' });
      return { pbx, row, checks: items };
    });
    if (!dryRun) for (const { id } of checks) this.look(pbx, id);
    return federationView(row, reading);
  }

  /** What was confirmed is a fact of the check that judges the settings: it looks at once. Lost, it looks with its next run. */
  private look({ providerId, tenantId, edgeId }: PbxRow, checkId: string): void {
    void this.engines.queue.enqueue('check.run', { providerId, tenantId, checkId, trigger: 'now' }, edgeId);
  }
}
