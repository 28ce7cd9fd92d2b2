import type { HostKey } from '@stellwerk/domain';
import type { Store, TenantTx, TunnelRow } from '@stellwerk/store';
import { cursorOf, pageOf } from '../core/cursor.js';
import { tunnelsOf } from '../core/listeners.js';
import { found } from '../core/refused.js';
import { note, type TenantWrites } from '../core/tenant-writes.js';
import { Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
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
    return this.act(who, writing, async (tx) => {
      const row = found(await tx.tunnels.setEnabled(id, enabled));
      await note(tx, who, id, enabled ? 'enabled' : 'disabled');
      return row;
    });
  }

  restart(who: Principal, id: string, writing: Writing) {
    return this.act(who, writing, async (tx) => {
      const row = found(await tx.tunnels.restart(id));
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
      found(await tx.sshServers.trust(sshServerId, key));
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
      const page = await tx.events.list(id, { limit: query.limit, after: cursorOf(query.cursor) });
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

  private act(who: Principal, writing: Writing, work: (tx: TenantTx) => Promise<TunnelRow>) {
    return this.writes.run(who, writing, async (tx, after) => {
      const row = await work(tx);
      after.changed(row);
      return tunnelView(row, writing);
    });
  }
}
