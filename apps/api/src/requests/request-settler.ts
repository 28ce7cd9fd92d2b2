import type { Terms } from '@stellwerk/domain';
import type { ReplacedTunnel, RequestRow, TunnelRow } from '@stellwerk/store';
import { found } from '../core/refused.js';
import type { Desk, TunnelWriter } from '../tunnels/tunnel-writer.js';
import { sideOfCaller } from './request-actor.js';
import { underTunnel } from './request-judge.js';
import { requestFacts, requestTarget, tellAbout } from './request-news.js';

const snapshot = (row: TunnelRow): ReplacedTunnel => ({
  pbxId: row.pbxId,
  module: row.module,
  name: row.name,
  sshServerId: row.sshServerId,
  enabled: row.enabled,
  endsAt: row.endsAt?.toISOString() ?? null,
  requestId: row.requestId,
  mappings: row.mappings.map((m) => ({
    name: m.name,
    direction: m.direction,
    exposure: m.exposure,
    localPort: m.localPort,
    remotePort: m.remotePort,
    targetHost: m.targetHost,
    allowFrom: m.allowFrom,
    protocol: m.protocol,
  })),
});

/** Whose yes completed it; null: the policy's. */
export type Approver = { readonly comment: string | null } | null;

/** Makes an approved request the tunnel it is about, in the transaction of the last approval. */
export class RequestSettler {
  constructor(private readonly writer: TunnelWriter) {}

  /** `row` must be held and pending. What is approved becomes exactly that tunnel, judged once more by everything that judges tunnels. */
  async settle(desk: Desk, row: RequestRow, { tunnel, endsAt }: Terms, approver: Approver): Promise<RequestRow> {
    const { tx, after, who } = desk;
    const end = endsAt === null ? null : new Date(endsAt);
    const grant = { endsAt: end, requestId: row.id };
    const before = row.kind === 'change' ? found(await tx.tunnels.lock(row.tunnelId ?? '')) : null;
    const written = await underTunnel(() =>
      before === null
        ? this.writer.create(desk, { ...tunnel, enabled: true }, grant)
        : this.writer.replace(desk, before, { ...tunnel, enabled: true }, grant),
    );
    const settled = found(
      await tx.requests.settle(row.id, {
        approved: tunnel,
        approvedEndsAt: end,
        tunnelId: written.id,
        replaced: before && snapshot(before),
      }),
    );
    await tx.requests.tell({
      requestId: row.id,
      kind: 'approved',
      ...(approver === null ? {} : { personId: who.id, side: sideOfCaller(who), text: approver.comment }),
    });
    after.audit({
      action: approver === null ? 'request.auto-approved' : 'request.approved',
      tenantId: row.tenantId,
      target: requestTarget(row),
      before: requestFacts(row),
      after: requestFacts(settled),
      text: approver?.comment ?? null,
    });
    const changed = JSON.stringify([settled.approved, settled.approvedEndsAt]) !== JSON.stringify([settled.asked, settled.askedEndsAt]);
    const more = { ...(changed ? { changed: true } : {}), ...(approver?.comment ? { comment: approver.comment } : {}) };
    // An access that nobody looked at is at least known to those who would have.
    await tellAbout({ tx, who }, settled, { kind: 'request-approved', parties: true, deciders: approver === null, more });
    after.asked(settled);
    return settled;
  }
}
