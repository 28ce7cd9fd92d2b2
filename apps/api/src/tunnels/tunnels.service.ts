import { randomUUID } from 'node:crypto';
import type { routes } from '@stellwerk/contracts';
import { judgeMappings, judgeModule, mayEditTunnel, shardOf, type TunnelState } from '@stellwerk/domain';
import type { Outcome, Store, TenantTx, TunnelRow, TunnelValues } from '@stellwerk/store';
import { named, tunnelFacts } from '../audit/facts.js';
import { cursorOf, cursorText } from '../core/cursor.js';
import type { Egress } from '../core/egress.js';
import { fieldErrors } from '../core/findings.js';
import { contextOf, sshContext } from '../core/listeners.js';
import { portTaken } from '../core/ports.js';
import { found, valueOf } from '../core/refused.js';
import { note, type TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { BodyOf, QueryOf } from '../http/call.js';
import { invalid, notFound, Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { judgementInput, placed } from './collisions.js';
import { judged, type Reading, tunnelView } from './tunnel.view.js';

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
    private readonly egress: Egress,
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
      const values = await this.judge(tx, input, null);
      const id = randomUUID();
      const row = await written(tx, await tx.tunnels.create({ ...values, id, shard: shardOf(id) }), values);
      await note(tx, who, id, 'created');
      after.audit({ action: 'tunnel.created', tenantId: row.tenantId, target: named('tunnel', row), after: tunnelFacts(row) });
      after.changed(row);
      return tunnelView(row, writing);
    });
  }

  replace(who: Principal, id: string, input: Input, writing: Reading & Changing) {
    return this.writes.run(who, writing, async (tx, after) => {
      const before = found(await tx.tunnels.lock(id));
      expectVersion(before.version, writing.ifMatch);
      if (before.pbxId !== input.pbxId) throw invalid({ pointer: '/pbxId', code: 'immutable' });
      if (!mayEditTunnel(before.module, input.module))
        throw new Refusal('module-refused', { errors: [{ pointer: '/module', code: 'module-of-tunnel-fixed' }] });
      const values = await this.judge(tx, input, id);
      const row = await written(tx, await tx.tunnels.replace(id, values), values);
      await note(tx, who, id, 'replaced');
      const compared = { before: tunnelFacts(before), after: tunnelFacts(row) };
      after.audit({ action: 'tunnel.replaced', tenantId: row.tenantId, target: named('tunnel', row), ...compared });
      if (before.enabled !== row.enabled) await note(tx, who, id, row.enabled ? 'enabled' : 'disabled');
      after.changed(row);
      return tunnelView(row, writing);
    });
  }

  async remove(who: Principal, id: string, changing: Changing): Promise<void> {
    await this.writes.run(who, changing, async (tx, after) => {
      const row = found(await tx.tunnels.lock(id));
      expectVersion(row.version, changing.ifMatch);
      after.changed(row);
      found(await tx.tunnels.remove(id));
      after.audit({ action: 'tunnel.deleted', tenantId: row.tenantId, target: named('tunnel', row), before: tunnelFacts(row) });
    });
  }

  /** Everything that can be said against a tunnel before the database has the last word. */
  private async judge(tx: TenantTx, input: Input, tunnelId: string | null): Promise<TunnelValues> {
    const pbx = await tx.pbxs.find(input.pbxId);
    if (pbx === null) throw notFound('/pbxId');
    const server = await tx.sshServers.find(input.sshServerId);
    if (server === null) throw notFound('/sshServerId');
    if (server.tenantId !== pbx.tenantId) throw invalid({ pointer: '/sshServerId', code: 'other-tenant' });
    const installed = pbx.modules.find(({ module }) => module === input.module) ?? null;
    const moduleErrors = fieldErrors(judgeModule(input.module, pbx.product, installed));
    if (moduleErrors.length > 0) throw new Refusal('module-refused', { errors: moduleErrors });

    const around = {
      tenantId: pbx.tenantId,
      pbxId: pbx.id,
      pbx: await contextOf(tx, pbx),
      sshServerId: server.id,
      sshServer: sshContext(server),
      module: input.module,
      tunnelId,
    };
    const errors = fieldErrors(judgeMappings(await judgementInput(tx, around, input.mappings)));
    if (errors.length > 0) throw new Refusal('mapping-refused', { errors });
    if (pbx.access === 'network') {
      const allowedNetworks = found(await tx.tenants.find(pbx.tenantId)).allowedNetworks;
      for (const [i, mapping] of input.mappings.entries()) {
        if (mapping.direction === 'inbound')
          this.egress.judgeLiteral({ host: pbx.address, port: mapping.localPort, allowedNetworks, pointer: `/mappings/${i}/localPort` });
      }
    }
    return { ...input, mappings: placed(input.mappings, around) };
  }
}

const fits = (row: TunnelRow, state: TunnelState | undefined, now: number): boolean =>
  state === undefined || judged(row, now).state === state;

/** The written row; a port that somebody took in the meantime is the mapping's fault that asked for it. */
async function written(tx: TenantTx, outcome: Outcome<TunnelRow>, values: TunnelValues): Promise<TunnelRow> {
  if (outcome.ok || outcome.refusal.code !== 'port-taken') return valueOf(outcome as Parameters<typeof valueOf<TunnelRow>>[0], true);
  throw await portTaken(
    tx,
    outcome.refusal,
    (i) => `/mappings/${i}/${values.mappings[i]?.direction === 'inbound' ? 'remotePort' : 'localPort'}`,
  );
}
