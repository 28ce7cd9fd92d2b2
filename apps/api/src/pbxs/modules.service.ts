import type { routes } from '@stellwerk/contracts';
import { judgeModule, type ModuleKey } from '@stellwerk/domain';
import type { PbxRow, Store, TenantTx } from '@stellwerk/store';
import { moduleFacts } from '../audit/facts.js';
import { fieldErrors } from '../core/findings.js';
import { tunnelsOf } from '../core/listeners.js';
import { found } from '../core/refused.js';
import type { Aftermath, TenantWrites } from '../core/tenant-writes.js';
import type { BodyOf } from '../http/call.js';
import { Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { moduleView } from './pbx.view.js';

type ModuleInput = BodyOf<typeof routes.putModule>;
interface At {
  readonly id: string;
  readonly module: ModuleKey;
}

const installed = (pbx: PbxRow, module: ModuleKey) => {
  const row = pbx.modules.find((known) => known.module === module);
  return row && moduleFacts(row);
};
/** The audit files a module under its PBX. */
const concerning = (pbx: PbxRow, module: ModuleKey) => ({
  tenantId: pbx.tenantId,
  target: { kind: 'pbx', id: pbx.id, name: `${module} (${pbx.name})` },
});

/** The modules of a PBX: while one has an enabled configuration, its tunnels may run. */
export class ModulesService {
  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
  ) {}

  list(who: Principal, id: string) {
    return this.store.forTenant(who.scope, async (tx) => ({ items: found(await tx.pbxs.find(id)).modules.map(moduleView) }));
  }

  put(who: Principal, at: At, input: ModuleInput, dryRun: boolean) {
    return this.writes.run(who, { dryRun }, async (tx, after) => {
      const pbx = found(await tx.pbxs.find(at.id));
      const findings = judgeModule(at.module, pbx.product, { version: input.version, configurations: input.configurations });
      const errors = fieldErrors(findings).map((error) => ({ ...error, pointer: '' }));
      if (errors.length > 0) throw new Refusal('module-refused', { errors });
      const row = found(await tx.pbxs.putModule(at.id, at.module, input));
      const before = installed(pbx, at.module);
      after.audit({ action: 'module.put', ...concerning(pbx, at.module), ...(before ? { before } : {}), after: moduleFacts(row) });
      await this.tellTunnels(tx, at, after.changed);
      after.derive(at.id);
      return moduleView(row);
    });
  }

  /** Its tunnels stop, and start again when the module comes back. */
  async remove(who: Principal, at: At, dryRun: boolean): Promise<void> {
    await this.writes.run(who, { dryRun }, async (tx, after) => {
      const pbx = found(await tx.pbxs.find(at.id));
      found(await tx.pbxs.removeModule(at.id, at.module));
      after.audit({ action: 'module.deleted', ...concerning(pbx, at.module), before: installed(pbx, at.module) });
      await this.tellTunnels(tx, at, after.changed);
      after.derive(at.id);
    });
  }

  private async tellTunnels(tx: TenantTx, at: At, changed: Aftermath['changed']): Promise<void> {
    for (const tunnel of await tunnelsOf(tx, { pbxId: at.id })) if (tunnel.module === at.module) changed(tunnel);
  }
}
