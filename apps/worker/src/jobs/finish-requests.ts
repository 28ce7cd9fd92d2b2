import { auditEvent, opensPbxConsole, systemDoer, tellingParams } from '@stellwerk/domain';
import type { Bus } from '@stellwerk/queue';
import type { Conclusion, DueRequest, Store, TenantTx, TunnelRow } from '@stellwerk/store';

export interface FinishDeps {
  readonly store: Store;
  readonly bus: Pick<Bus, 'publish'>;
}

const BATCH = 50;
const doer = systemDoer('requests.finish');

/**
 * Writes down that accesses are over: the workers closed them at their end already. Each in its own transaction, inside the
 * scope of its tenant; a second job that looks at the same one finds it ended. Stops between two when `signal` aborts; one that
 * cannot be ended does not hold up the others, and fails the job when they are done.
 */
export async function finishRequests(signal: AbortSignal, deps: FinishDeps): Promise<void> {
  const { requests, tunnels } = await deps.store.asSystem('accesses that are over', async (tx) => ({
    requests: await tx.dueRequests.requests(BATCH),
    tunnels: await tx.dueRequests.tunnels(BATCH),
  }));
  const errors: unknown[] = [];
  const each = async (found: readonly DueRequest[], finish: Finish): Promise<void> => {
    for (const due of found) if (!signal.aborted) await inScope(deps, due, finish).catch((error: unknown) => errors.push(error));
  };
  await each(requests, finishRequest);
  await each(tunnels, finishTunnel);
  if (errors.length > 0) throw new AggregateError(errors, 'accesses that are over could not be written down');
}

interface Finished {
  readonly requestId: string | null;
  readonly tunnel: TunnelRow | null;
}

type Finish = (tx: TenantTx, due: DueRequest) => Promise<Finished | null>;

async function inScope(deps: FinishDeps, due: DueRequest, finish: Finish): Promise<void> {
  const { providerId, tenantId } = due;
  const finished = await deps.store.forTenant({ providerId, tenantIds: [tenantId] }, (tx) => finish(tx, due));
  if (!finished) return;
  const { requestId, tunnel } = finished;
  if (requestId !== null) await deps.bus.publish({ type: 'request.changed', providerId, tenantId, requestId });
  if (!tunnel) return;
  await deps.bus.publish({ type: 'tunnel.changed', providerId, tenantId, pbxId: tunnel.pbxId, tunnelId: tunnel.id });
  await deps.bus.publish({ type: 'edge.nudge', edgeId: tunnel.edgeId });
}

async function finishRequest(tx: TenantTx, { id, providerId, tenantId }: DueRequest): Promise<Finished | null> {
  const concluded = await tx.requests.conclude(id, 'end');
  if (!concluded) return null;
  const { request, outcome, why, tunnel } = concluded;
  await tx.requests.tell({ requestId: id, kind: 'ended', data: { outcome, why } });
  if (tunnel) await tx.events.add([{ tunnelId: tunnel.id, kind: timelineKind(outcome) }]);
  tx.audit.append(
    auditEvent(doer, {
      action: 'request.ended',
      providerId,
      tenantId,
      target: { kind: 'request', id, name: request.asked.name },
      before: { state: 'approved' },
      after: { state: 'ended', outcome },
    }),
  );
  const told = {
    id,
    tenantName: request.tenantName,
    tunnel: request.approved ?? request.asked,
    endsAt: request.approvedEndsAt?.getTime() ?? null,
  };
  await tx.notifications.tell({
    providerId,
    tenantId,
    kind: 'access-ended',
    params: tellingParams(told),
    persons: [request.createdBy, ...request.approvals.map((a) => a.personId)],
  });
  return { requestId: id, tunnel };
}

const timelineKind = (outcome: Conclusion['outcome']): string => (outcome === 'restore' ? 'restored' : 'access-ended');

/** A technician's own access to the console of a PBX: nobody asked for it, so its provider's technicians are reminded. */
async function finishTunnel(tx: TenantTx, { id, providerId, tenantId }: DueRequest): Promise<Finished | null> {
  const before = await tx.tunnels.lock(id);
  if (!before?.enabled) return null;
  const tunnel = await tx.tunnels.switchOff(id);
  await tx.events.add([{ tunnelId: id, kind: 'access-ended' }]);
  tx.audit.append(
    auditEvent(doer, {
      action: 'tunnel.ended',
      providerId,
      tenantId,
      target: { kind: 'tunnel', id, name: before.name },
      before: { enabled: true },
      after: { enabled: false },
    }),
  );
  const tenant = await tx.tenants.find(tenantId);
  if (opensPbxConsole(before.mappings))
    await tx.notifications.tell({
      providerId,
      tenantId,
      kind: 'console-closed',
      params: { tunnelId: id, tunnelName: before.name, tenantName: tenant?.name ?? '' },
      providerRoles: ['owner', 'admin', 'technician'],
    });
  return { requestId: null, tunnel };
}
