import { CheckStatus } from '@stellwerk/domain';
import { z } from 'zod';
import { LiveStatus } from './resources/fleet.js';

/**
 * Server-sent events of everything the caller may see. The event's name is the payload's `type`: `tunnel.changed` (made,
 * replaced, deleted: load it anew), `tunnel.status` (the whole live status), `request.changed` (made, commented, decided, ended: load it anew), `check.changed` (a run found another status, or opened or closed findings: load it anew), `resync` (something may have been missed: load
 * everything anew), `stale` (nothing will come for now, because the bus behind the API is away: ask again and again until `resync`). A comment line is sent every 10 s, so that silence means a broken connection.
 */
export const EVENTS_PATH = '/api/v1/events';

/** The payload of every event of the stream. */
export const StreamEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('tunnel.changed'), tunnelId: z.uuid(), tenantId: z.uuid(), pbxId: z.uuid() }),
  z.object({ type: z.literal('tunnel.status'), tunnelId: z.uuid(), tenantId: z.uuid(), pbxId: z.uuid(), status: LiveStatus }),
  z.object({ type: z.literal('request.changed'), requestId: z.uuid(), tenantId: z.uuid() }),
  z.object({ type: z.literal('check.changed'), checkId: z.uuid(), tenantId: z.uuid(), pbxId: z.uuid().nullable(), status: CheckStatus }),
  z.object({ type: z.literal('resync') }),
  z.object({ type: z.literal('stale') }),
]);
export type StreamEvent = z.infer<typeof StreamEvent>;
