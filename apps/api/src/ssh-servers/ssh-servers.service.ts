import { randomUUID } from 'node:crypto';
import type { routes } from '@stellwerk/contracts';
import type { Queue } from '@stellwerk/queue';
import type { SealedCredential, SshServerRow, SshServerValues, Store, TenantTx, TunnelRow } from '@stellwerk/store';
import { named, sshServerFacts } from '../audit/facts.js';
import { cursorOf, pageOf } from '../core/cursor.js';
import { reconcileChecks } from '../core/derived-checks.js';
import type { Egress } from '../core/egress.js';
import { Throttle } from '../core/limits.js';
import { everything } from '../core/everything.js';
import { moveListeners, tunnelsOf } from '../core/listeners.js';
import { found, valueOf } from '../core/refused.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { BodyOf, QueryOf } from '../http/call.js';
import { invalid, notFound, Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { type CredentialVault, judgeCredential } from './credentials.js';
import { sshServerView } from './ssh-server.view.js';

type Input = BodyOf<typeof routes.createSshServer>;

/** Reading every key of a server costs it four connections, which OpenSSH's per-source penalties count against us. */
const PROBES = { points: 3, seconds: 60 };

const valuesOf = ({ name, host, port, username, engine }: Input): SshServerValues => ({ name, host, port, username, engine });
const reach = (row: Pick<SshServerRow, 'host' | 'port'>): string => JSON.stringify([row.host.toLowerCase(), row.port]);

export class SshServersService {
  private readonly probes: Throttle;

  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
    private readonly egress: Egress,
    private readonly engines: {
      readonly vault: CredentialVault;
      readonly queue: Pick<Queue, 'enqueue' | 'limiter'>;
      readonly edgeId: string;
    },
  ) {
    this.probes = new Throttle(engines.queue, 'host-key-probe', PROBES);
  }

  list(who: Principal, query: QueryOf<typeof routes.listSshServers>) {
    return this.store.forTenant(who.scope, async (tx) => {
      const page = await tx.sshServers.list({
        limit: query.limit,
        after: cursorOf(query.cursor),
        ...(query.tenantId ? { tenantId: query.tenantId } : {}),
      });
      return pageOf(page, sshServerView);
    });
  }

  get(who: Principal, id: string) {
    return this.store.forTenant(who.scope, async (tx) => sshServerView(found(await tx.sshServers.find(id))));
  }

  async create(who: Principal, input: Input, dryRun: boolean) {
    const { credential } = input;
    if (credential === undefined) throw invalid({ pointer: '/credential', code: 'credential-required' });
    await this.judge(who, input);
    const id = randomUUID();
    return this.writes.run(who, { dryRun }, async (tx, after) => {
      const sealed = await this.engines.vault.seal(tx.dataKeys, { tenantId: input.tenantId, sshServerId: id }, credential);
      const row = valueOf(
        await tx.sshServers.create({ ...valuesOf(input), id, tenantId: input.tenantId, credential: sealed, pinned: input.hostKeys }),
        true,
      );
      const target = named('ssh-server', row);
      after.audit({ action: 'ssh-server.created', tenantId: row.tenantId, target, after: sshServerFacts(row, 'new') });
      return sshServerView(row);
    });
  }

  /** Tunnels connect anew only when something they use changed: a new display name drops nobody's connection. */
  async replace(who: Principal, id: string, input: Input, changing: Changing) {
    const { tenantId } = await this.store.forTenant(who.scope, async (tx) => found(await tx.sshServers.find(id)));
    if (tenantId !== input.tenantId) throw invalid({ pointer: '/tenantId', code: 'immutable' });
    await this.judge(who, input);
    return this.writes.run(who, changing, async (tx, after) => {
      const before = found(await tx.sshServers.lock(id));
      expectVersion(before.version, changing.ifMatch);
      const moved = reach(before) !== reach(input);
      // Else a changed host would have us show the stored secret to whoever listens there.
      if (moved && input.credential === undefined) throw invalid({ pointer: '/credential', code: 'credential-for-new-host' });
      const credential: SealedCredential | undefined =
        input.credential === undefined
          ? undefined
          : await this.engines.vault.seal(tx.dataKeys, { tenantId, sshServerId: id }, input.credential);
      // Another host has other keys; the same host keeps what is pinned unless the caller names keys.
      const pinned = input.hostKeys.length > 0 ? input.hostKeys : moved ? [] : undefined;
      const row = found(
        await tx.sshServers.replace(id, { ...valuesOf(input), ...(credential ? { credential } : {}), ...(pinned ? { pinned } : {}) }),
      );
      after.audit({
        action: 'ssh-server.replaced',
        tenantId,
        target: named('ssh-server', row),
        before: sshServerFacts(before, 'stored'),
        after: sshServerFacts(row, credential ? 'new' : 'stored'),
      });
      const reconnect =
        moved || credential !== undefined || input.hostKeys.length > 0 || before.username !== row.username || before.engine !== row.engine;
      if (reconnect) {
        const tunnels = await dependents(tx, row);
        if (moved) await moveListeners(tx, tunnels, '/host');
        await tx.tunnels.touch({ sshServerId: id });
        for (const tunnel of tunnels) after.changed(tunnel);
      }
      return sshServerView(row);
    });
  }

  async remove(who: Principal, id: string, changing: Changing): Promise<void> {
    await this.writes.run(who, changing, async (tx, after) => {
      const before = found(await tx.sshServers.lock(id));
      expectVersion(before.version, changing.ifMatch);
      // Checks that only follow from tunnels which are gone hold nobody up.
      for (const done of await reconcileChecks(tx, new Set(await tx.checkDerivation.lookingFrom(id))))
        for (const checkId of done.removed) after.scheduled({ id: checkId, edgeId: done.edgeId });
      valueOf(await tx.sshServers.remove(id));
      const target = named('ssh-server', before);
      after.audit({ action: 'ssh-server.deleted', tenantId: before.tenantId, target, before: sshServerFacts(before, 'stored') });
    });
  }

  /** A worker does it, from where the tunnels run. */
  async probeHostKeys(who: Principal, id: string): Promise<{ accepted: true }> {
    const row = await this.store.forTenant(who.scope, async (tx) => found(await tx.sshServers.find(id)));
    await this.probes.spend(id);
    const { items } = await this.writes.run(who, { dryRun: false }, async (tx, after) => {
      after.audit({ action: 'ssh-server.host-keys-probed', tenantId: row.tenantId, target: named('ssh-server', row) });
      return tx.tunnels.list({ limit: 1, sshServerId: id });
    });
    const queued = await this.engines.queue.enqueue(
      'ssh-server.probe-host-keys',
      { providerId: row.providerId, tenantId: row.tenantId, sshServerId: id },
      items[0]?.edgeId ?? this.engines.edgeId,
    );
    if (!queued.queued) throw new Refusal('unavailable');
    return { accepted: true };
  }

  private async judge(who: Principal, input: Input): Promise<void> {
    const tenant = await this.store.forTenant(who.scope, (tx) => tx.tenants.find(input.tenantId));
    if (tenant === null) throw notFound('/tenantId');
    await this.egress.judge({ host: input.host, port: input.port, allowedNetworks: tenant.allowedNetworks, pointer: '/host' });
    if (input.credential !== undefined) await judgeCredential(input.credential);
  }
}

/** Tunnels that go to this server, and tunnels of PBXs that are reached through it. */
async function dependents(tx: TenantTx, server: SshServerRow): Promise<TunnelRow[]> {
  const tunnels = new Map((await tunnelsOf(tx, { sshServerId: server.id })).map((tunnel) => [tunnel.id, tunnel]));
  for (const pbx of await everything((page) => tx.pbxs.list({ ...page, tenantId: server.tenantId }))) {
    if (pbx.access === 'ssh' && pbx.sshServerId === server.id)
      for (const tunnel of await tunnelsOf(tx, { pbxId: pbx.id })) tunnels.set(tunnel.id, tunnel);
  }
  return [...tunnels.values()];
}
