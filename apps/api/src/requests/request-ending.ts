import type { Desk } from '../tunnels/tunnel-writer.js';
import { sideOfCaller } from './request-actor.js';
import { requestTarget, tellAbout } from './request-news.js';

/** An approved request whose tunnel somebody has deleted is over: nothing is left that it could give. */
export async function endWithoutTunnel({ tx, after, who }: Desk, requestId: string): Promise<void> {
  const concluded = await tx.requests.conclude(requestId, 'end');
  if (concluded === null) return;
  const { request, outcome, why } = concluded;
  await tx.requests.tell({ requestId, kind: 'ended', personId: who.id, side: sideOfCaller(who), data: { outcome, why } });
  after.audit({
    action: 'request.ended',
    tenantId: request.tenantId,
    target: requestTarget(request),
    before: { state: 'approved' },
    after: { state: request.status, outcome },
  });
  await tellAbout({ tx, who }, request, { kind: 'access-revoked', parties: true });
  after.asked(request);
}
