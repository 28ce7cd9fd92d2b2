import type { Output, routes } from '@stellwerk/contracts';
import {
  exportFileName,
  exportFirewall,
  FIREWALL_EXPORTS,
  type FirewallPlan,
  firewallPlan,
  type FirewallSettings,
  type FirewallSwitch,
  type Locale,
} from '@stellwerk/domain';
import type { PbxRow, Store, TenantTx } from '@stellwerk/store';
import { named } from '../audit/facts.js';
import { found } from '../core/refused.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { QueryOf } from '../http/call.js';
import { Download } from '../http/download.js';
import type { Principal } from '../session/principal.js';
import { factsOf, type FirewallSource, planView, settingsOf, settingsView } from './firewall.view.js';

type Overridden = QueryOf<typeof routes.getFirewallPlan>;
type Export = QueryOf<typeof routes.exportFirewallPlan>;

/** The version of settings that are not there yet. */
const NOT_YET = 0;

async function sourceOf(tx: TenantTx, pbx: PbxRow): Promise<FirewallSource> {
  return {
    pbx,
    federation: await tx.federations.find(pbx.id),
    sshServers: await tx.firewall.sshServers(pbx.id),
    saved: await tx.firewall.find(pbx.id),
  };
}

/** The firewall plan of a PBX: computed from what is stored, never stored itself. */
export class FirewallService {
  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
  ) {}

  async settings(who: Principal, pbxId: string): Promise<Output<typeof routes.getFirewallSettings>> {
    return settingsView(await this.source(who, pbxId));
  }

  put(who: Principal, pbxId: string, settings: FirewallSettings, changing: Changing): Promise<Output<typeof routes.putFirewallSettings>> {
    return this.writes.run(who, changing, async (tx, after) => {
      const pbx = found(await tx.pbxs.find(pbxId));
      const before = await tx.firewall.lock(pbxId);
      expectVersion(before?.version ?? NOT_YET, changing.ifMatch);
      const saved = found(await tx.firewall.put(pbxId, settings));
      const compared = { ...(before ? { before: before.settings } : {}), after: saved.settings };
      after.audit({ action: 'firewall.put', tenantId: pbx.tenantId, target: named('pbx', pbx), ...compared });
      return settingsView({ ...(await sourceOf(tx, pbx)), saved });
    });
  }

  async plan(who: Principal, pbxId: string, query: Overridden, locale: Locale): Promise<Output<typeof routes.getFirewallPlan>> {
    return planView((await this.compute(who, pbxId, query)).plan, locale);
  }

  async export(who: Principal, pbxId: string, { format, ...query }: Export, locale: Locale): Promise<Download> {
    const { plan, title } = await this.compute(who, pbxId, query);
    const text = exportFirewall(format, { plan, locale, title });
    return new Download(text, { name: exportFileName(format, title), type: `${FIREWALL_EXPORTS[format].media}; charset=utf-8` });
  }

  private async compute(
    who: Principal,
    pbxId: string,
    { on = [], off = [] }: Overridden,
  ): Promise<{ readonly plan: FirewallPlan; readonly title: string }> {
    const source = await this.source(who, pbxId);
    const settings = settingsOf(source);
    const looked = (keys: readonly FirewallSwitch[], value: boolean) => Object.fromEntries(keys.map((key) => [key, value]));
    const switches = { ...settings.switches, ...looked(on, true), ...looked(off, false) };
    return { plan: firewallPlan(factsOf(source), { ...settings, switches }), title: source.pbx.name };
  }

  private source(who: Principal, pbxId: string): Promise<FirewallSource> {
    return this.store.forTenant(who.scope, async (tx) => sourceOf(tx, found(await tx.pbxs.find(pbxId))));
  }
}
