import type { BodyOf, QueryOf } from '../http/call.js';
import type { routes } from '@stellwerk/contracts';
import type { PbxRow, PbxValues, Store, TenantTx } from '@stellwerk/store';
import { named, pbxFacts } from '../audit/facts.js';
import { countsBy } from '../core/counts.js';
import { cursorOf, pageOf } from '../core/cursor.js';
import type { Egress } from '../core/egress.js';
import { everything } from '../core/everything.js';
import { moveListeners, tunnelsOf } from '../core/listeners.js';
import { found, valueOf } from '../core/refused.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import { invalid, notFound } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { pbxView } from './pbx.view.js';

type Input = BodyOf<typeof routes.createPbx>;

/** How the PBX is reached: when one of these changes, its tunnels connect anew. */
const surroundings = (row: PbxValues): string =>
  JSON.stringify([row.access, row.address, row.listenAddress, row.networks, row.sshServerId]);

export class PbxsService {
  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
    private readonly egress: Egress,
    private readonly edgeId: string,
  ) {}

  list(who: Principal, query: QueryOf<typeof routes.listPbxs>) {
    return this.store.forTenant(who.scope, async (tx) => {
      const { limit, cursor, tenantId, product } = query;
      const page = await tx.pbxs.list({
        limit,
        after: cursorOf(cursor),
        ...(tenantId ? { tenantId } : {}),
        ...(product ? { product } : {}),
      });
      const counts = countsBy(
        await tx.overview.conditions(
          'pbx',
          page.items.map((row) => row.id),
        ),
      );
      return pageOf(page, (row) => pbxView(row, counts(row.id)));
    });
  }

  get(who: Principal, id: string) {
    return this.store.forTenant(who.scope, async (tx) => this.view(tx, found(await tx.pbxs.find(id))));
  }

  async create(who: Principal, input: Input, dryRun: boolean) {
    await this.judgeAddress(who, input);
    return this.writes.run(who, { dryRun }, async (tx, after) => {
      await this.judgeAccess(tx, input);
      const row = valueOf(await tx.pbxs.create({ ...input, edgeId: this.edgeId }), true);
      after.audit({ action: 'pbx.created', tenantId: row.tenantId, target: named('pbx', row), after: pbxFacts(row) });
      after.derive(row.id);
      return this.view(tx, row);
    });
  }

  async replace(who: Principal, id: string, input: Input, changing: Changing) {
    const { tenantId } = await this.store.forTenant(who.scope, async (tx) => found(await tx.pbxs.find(id)));
    if (tenantId !== input.tenantId) throw invalid({ pointer: '/tenantId', code: 'immutable' });
    await this.judgeAddress(who, input);
    return this.writes.run(who, changing, async (tx, after) => {
      const before = found(await tx.pbxs.lock(id));
      expectVersion(before.rowVersion, changing.ifMatch);
      await this.judgeAccess(tx, input);
      const row = valueOf(await tx.pbxs.replace(id, input));
      after.audit({ action: 'pbx.replaced', tenantId, target: named('pbx', row), before: pbxFacts(before), after: pbxFacts(row) });
      after.derive(id);
      if (surroundings(before) !== surroundings(row)) {
        const tunnels = await tunnelsOf(tx, { pbxId: id });
        for (const tunnel of tunnels) this.judgeReach(row, tunnel.mappings, await this.allowed(tx, row.tenantId));
        await moveListeners(tx, tunnels, row.access === 'ssh' ? '/sshServerId' : '/listenAddress');
        await tx.tunnels.touch({ pbxId: id });
        for (const tunnel of tunnels) after.changed(tunnel);
      }
      return this.view(tx, row);
    });
  }

  async remove(who: Principal, id: string, changing: Changing): Promise<void> {
    await this.writes.run(who, changing, async (tx, after) => {
      const before = found(await tx.pbxs.lock(id));
      expectVersion(before.rowVersion, changing.ifMatch);
      for (const check of await everything((page) => tx.checks.list({ ...page, pbxId: id }))) after.scheduled(check);
      valueOf(await tx.pbxs.remove(id));
      after.audit({ action: 'pbx.deleted', tenantId: before.tenantId, target: named('pbx', before), before: pbxFacts(before) });
    });
  }

  private async view(tx: TenantTx, row: PbxRow) {
    return pbxView(row, countsBy(await tx.overview.conditions('pbx', [row.id]))(row.id));
  }

  private async allowed(tx: TenantTx, tenantId: string): Promise<readonly string[]> {
    const tenant = await tx.tenants.find(tenantId);
    if (tenant === null) throw notFound('/tenantId');
    return tenant.allowedNetworks;
  }

  /** A PBX beside the worker is dialled by the worker; one reached over SSH is not. */
  private async judgeAddress(who: Principal, input: Input): Promise<void> {
    if (input.access !== 'network') return;
    const allowedNetworks = await this.store.forTenant(who.scope, (tx) => this.allowed(tx, input.tenantId));
    await this.egress.judge({ host: input.address, port: 0, allowedNetworks, pointer: '/address' });
  }

  private judgeReach(row: PbxRow, mappings: readonly { direction: string; localPort: number }[], allowedNetworks: readonly string[]): void {
    if (row.access !== 'network') return;
    for (const mapping of mappings) {
      if (mapping.direction === 'inbound')
        this.egress.judgeLiteral({ host: row.address, port: mapping.localPort, allowedNetworks, pointer: '/address' });
    }
  }

  private async judgeAccess(tx: TenantTx, input: Input): Promise<void> {
    if (input.access !== 'ssh') return;
    if (input.sshServerId === null) throw invalid({ pointer: '/sshServerId', code: 'ssh-server-required' });
    const server = await tx.sshServers.find(input.sshServerId);
    if (server === null) throw notFound('/sshServerId');
    if (server.tenantId !== input.tenantId) throw invalid({ pointer: '/sshServerId', code: 'other-tenant' });
  }
}
