import { randomUUID } from 'node:crypto';
import { mayEditTunnel, shardOf, type TunnelAsked } from '@stellwerk/domain';
import type { Outcome, TenantTx, TunnelRow, TunnelValues } from '@stellwerk/store';
import { named, tunnelFacts } from '../audit/facts.js';
import { portTaken } from '../core/ports.js';
import { valueOf } from '../core/refused.js';
import { type Aftermath, note } from '../core/tenant-writes.js';
import { invalid, Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import type { TunnelJudge } from './tunnel-judge.js';

/** The transaction a tunnel is written in, and in whose name. */
export interface Desk {
  readonly tx: TenantTx;
  readonly after: Aftermath;
  readonly who: Principal;
}

type Written = TunnelAsked & { readonly enabled: boolean };
/** By what a tunnel may run, and until when. */
type Grant = NonNullable<TunnelValues['grant']>;

/** Writes tunnels, by hand or because a request for one was approved: judged by the same rules, told and audited in the same way. */
export class TunnelWriter {
  constructor(private readonly judge: TunnelJudge) {}

  async create({ tx, after, who }: Desk, input: Written, grant: Grant): Promise<TunnelRow> {
    const values = { ...(await this.judge.values(tx, input, null)), grant };
    const id = randomUUID();
    const row = await written(tx, await tx.tunnels.create({ ...values, id, shard: shardOf(id) }), values);
    await note(tx, who, id, 'created');
    after.audit({ action: 'tunnel.created', tenantId: row.tenantId, target: named('tunnel', row), after: tunnelFacts(row) });
    after.changed(row);
    return row;
  }

  /** `before` must be held by this transaction. */
  async replace({ tx, after, who }: Desk, before: TunnelRow, input: Written, grant: Grant): Promise<TunnelRow> {
    checkReplacement(before, input);
    const values = { ...(await this.judge.values(tx, input, before.id)), grant };
    const row = await written(tx, await tx.tunnels.replace(before.id, values), values);
    await note(tx, who, row.id, 'replaced');
    const compared = { before: tunnelFacts(before), after: tunnelFacts(row) };
    after.audit({ action: 'tunnel.replaced', tenantId: row.tenantId, target: named('tunnel', row), ...compared });
    if (before.enabled !== row.enabled) await note(tx, who, row.id, row.enabled ? 'enabled' : 'disabled');
    after.changed(row);
    return row;
  }
}

/** A tunnel stays on its PBX and with the module that made it. */
export function checkReplacement(before: Pick<TunnelRow, 'pbxId' | 'module'>, input: TunnelAsked): void {
  if (before.pbxId !== input.pbxId) throw invalid({ pointer: '/pbxId', code: 'immutable' });
  if (!mayEditTunnel(before.module, input.module))
    throw new Refusal('module-refused', { errors: [{ pointer: '/module', code: 'module-of-tunnel-fixed' }] });
}

/** The written row; a port that somebody took in the meantime is the mapping's fault that asked for it. */
async function written(tx: TenantTx, outcome: Outcome<TunnelRow>, values: TunnelValues): Promise<TunnelRow> {
  if (outcome.ok || outcome.refusal.code !== 'port-taken') return valueOf(outcome as Parameters<typeof valueOf<TunnelRow>>[0], true);
  throw await portTaken(
    tx,
    outcome.refusal,
    (i) => `/mappings/${i}/${values.mappings[i]?.direction === 'inbound' ? 'remotePort' : 'localPort'}`,
  );
}
