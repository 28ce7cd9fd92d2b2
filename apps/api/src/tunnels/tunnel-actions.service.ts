import type { HostKey } from '@stellwerk/domain';
import type { Store, TenantTx, TunnelRow } from '@stellwerk/store';
import { named } from '../audit/facts.js';
import { cursorOf, pageOf } from '../core/cursor.js';
import { tunnelsOf } from '../core/listeners.js';
import { found } from '../core/refused.js';
import { type Aftermath, note, type TenantWrites } from '../core/tenant-writes.js';
import { Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { ownGrant, refuseEnded } from './own-end.js';
import { eventView, type Reading, tunnelView } from './tunnel.view.js';

interface Writing extends Reading {
  readonly dryRun: boolean;
}

/** What a person does to a tunnel without changing its specification, and the timeline that remembers it. */
export class TunnelActionsService {
  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
  ) {}

  setEnabled(who: Principal, id: string, enabled: boolean, writing: Writing) {
    return this.act(who, writing, async (tx, { audit }) => {
      const stored = found(await tx.tunnels.find(id));
      if (enabled) refuseEnded(stored, writing.now);
      const { endsAt } = ownGrant(stored, stored, writing.now);
      if (enabled && endsAt?.getTime() !== stored.endsAt?.getTime()) await tx.tunnels.setEnd(id, endsAt);
      const before = { enabled: stored.enabled };
      const row = found(await tx.tunnels.setEnabled(id, enabled));
      const action = enabled ? 'tunnel.enabled' : 'tunnel.disabled';
      audit({ action, tenantId: row.tenantId, target: named('tunnel', row), before, after: { enabled } });
      await note(tx, who, id, enabled ? 'enabled' : 'disabled');
      return row;
    });
  }

  restart(who: Principal, id: string, writing: Writing) {
    return this.act(who, writing, async (tx, { audit }) => {
      const row = found(await tx.tunnels.restart(id));
      audit({ action: 'tunnel.restarted', tenantId: row.tenantId, target: named('tunnel', row) });
      await note(tx, who, id, 'restarted');
      return row;
    });
  }

  /** Trusts a changed host key, if it is the one the server shows now. Every tunnel to that server tries again. */
  acceptHostKey(who: Principal, id: string, key: HostKey, writing: Writing) {
    return this.writes.run(who, writing, async (tx, after) => {
      const tunnel = found(await tx.tunnels.find(id));
      const sshServerId = await this.offeredBy(tx, tunnel, key);
      if (sshServerId === null) throw new Refusal('host-key-not-offered');
      const before = found(await tx.sshServers.find(sshServerId)).pinned.find(({ type }) => type === key.type);
      found(await tx.sshServers.trust(sshServerId, key));
      after.audit({
        action: 'tunnel.host-key-accepted',
        tenantId: tunnel.tenantId,
        target: named('tunnel', tunnel),
        before: { sshServerId, hostKeys: { [key.type]: before?.fingerprint ?? null } },
        after: { sshServerId, hostKeys: { [key.type]: key.fingerprint } },
      });
      await tx.tunnels.touch({ sshServerId });
      await note(tx, who, id, 'host-key-accepted');
      for (const other of await tunnelsOf(tx, { sshServerId })) after.changed(other);
      const row = found(await tx.tunnels.find(id));
      after.changed(row);
      return tunnelView(row, writing);
    });
  }

  events(who: Principal, id: string, query: { limit: number; cursor?: string | undefined }, reading: Reading) {
    return this.store.forTenant(who.scope, async (tx) => {
      found(await tx.tunnels.find(id));
      const page = await tx.events.list(id, { limit: query.limit, after: cursorOf(query.cursor, 'number') });
      return pageOf(page, (row) => eventView(row, reading.locale));
    });
  }

  /** The SSH server of the tunnel (or the one that leads to its PBX) that shows this key now; null when neither does. */
  private async offeredBy(tx: TenantTx, tunnel: TunnelRow, key: HostKey): Promise<string | null> {
    const pbx = await tx.pbxs.find(tunnel.pbxId);
    for (const id of [tunnel.sshServerId, pbx?.sshServerId ?? null]) {
      const server = id === null ? null : await tx.sshServers.find(id);
      if (server?.offered.some((offered) => offered.type === key.type && offered.fingerprint === key.fingerprint)) return server.id;
    }
    return null;
  }

  private act(who: Principal, writing: Writing, work: (tx: TenantTx, after: Aftermath) => Promise<TunnelRow>) {
    return this.writes.run(who, writing, async (tx, after) => {
      const row = await work(tx, after);
      after.changed(row);
      return tunnelView(row, writing);
    });
  }
}
