import { CheckStatus, TunnelStatus } from '@stellwerk/domain';
import { z } from 'zod';

const about = { providerId: z.uuid(), tenantId: z.uuid(), pbxId: z.uuid(), tunnelId: z.uuid() };

/** What travels on the event bus. Fire and forget: whoever misses one finds the truth in PostgreSQL. Never a secret. */
export const BusMessage = z.discriminatedUnion('type', [
  /** A tunnel was made, replaced, switched or deleted. */
  z.object({ type: z.literal('tunnel.changed'), ...about }),
  /** The owning worker saw a new status. */
  z.object({ type: z.literal('tunnel.status'), ...about, status: TunnelStatus }),
  /** A request was made, changed, commented, decided, or it ended. */
  z.object({ type: z.literal('request.changed'), providerId: z.uuid(), tenantId: z.uuid(), requestId: z.uuid() }),
  /** Workers of the edge shall look at the desired state now. */
  z.object({ type: z.literal('edge.nudge'), edgeId: z.string() }),
  /** Checks of the edge were made, changed, paused, resumed or deleted: their schedules follow. `checkIds` null: too many to name. */
  z.object({ type: z.literal('checks.changed'), edgeId: z.string(), checkIds: z.array(z.uuid()).max(500).nullable() }),
  /** A run of a check was recorded with another status, or opened or closed findings. */
  z.object({
    type: z.literal('check.changed'),
    providerId: z.uuid(),
    tenantId: z.uuid(),
    pbxId: z.uuid().nullable(),
    checkId: z.uuid(),
    status: CheckStatus,
  }),
  /** The worker that runs the tunnel shall probe its mappings now. */
  z.object({ type: z.literal('tunnel.probe'), tunnelId: z.uuid() }),
  /** Shards have new owners: whoever held them under a lower fence lets go at once. */
  z.object({
    type: z.literal('fences.moved'),
    edgeId: z.string(),
    owner: z.string(),
    shards: z.array(z.object({ id: z.number(), fence: z.number() })),
  }),
]);
export type BusMessage = z.infer<typeof BusMessage>;
