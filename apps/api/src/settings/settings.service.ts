import type { Output, routes } from '@stellwerk/contracts';
import type { Store } from '@stellwerk/store';
import { found } from '../core/refused.js';
import type { SystemWrites } from '../core/system-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { BodyOf } from '../http/call.js';
import { Refusal } from '../http/refusal.js';
import { hasSecondFactor } from '../session/admission.js';
import type { Principal } from '../session/principal.js';

type Settings = Output<typeof routes.getSettings>;

/** What holds for a provider with all its customers. The caller's own provider, whomever they act for. */
export class SettingsService {
  constructor(
    private readonly store: Store,
    private readonly writes: SystemWrites,
  ) {}

  async get(who: Principal): Promise<Settings> {
    return found(await this.store.asSystem('read the settings', (tx) => tx.providerSettings.find(who.provider.id)));
  }

  async replace(who: Principal, values: BodyOf<typeof routes.replaceSettings>, changing: Changing): Promise<Settings> {
    // A customer's administrator has settings too, but these are not theirs.
    if (who.tenant !== null || who.actingFor !== null) throw new Refusal('forbidden', { params: { permission: 'settings:write' } });
    return this.writes.run(who, { dryRun: changing.dryRun, reason: 'change the settings' }, async (tx, after) => {
      const before = found(await tx.providerSettings.lock(who.provider.id));
      expectVersion(before.version, changing.ifMatch);
      if (values.mfaRequired && !before.mfaRequired) {
        const person = await tx.people.find(who.id);
        if (person === null || !hasSecondFactor(person))
          throw new Refusal('factor-refused', { errors: [{ pointer: '/mfaRequired', code: 'own-factor-required' }] });
        await tx.providerSettings.demandFactors(who.provider.id);
      }
      const row = found(await tx.providerSettings.replace(who.provider.id, values));
      const target = { kind: 'provider', id: who.provider.id, name: row.name };
      after.audit({ action: 'settings.replaced', tenantId: null, target, before, after: row });
      return row;
    });
  }
}
