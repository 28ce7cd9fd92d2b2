import { z } from 'zod';
import { Fault } from './fault.js';

/** design: connecting · verifying · up · degraded · waiting · blocked · draining · stopped; `unknown` is what a reader sees when no living worker vouches. */
export const TunnelState = z.enum(['connecting', 'verifying', 'up', 'degraded', 'waiting', 'blocked', 'draining', 'stopped', 'unknown']);
export type TunnelState = z.infer<typeof TunnelState>;

/** `opening`: not yet proven; `up`: a probe through the mapping succeeded in the last 30 s; `failing`: it did not; `closed`: not running. */
export const MappingState = z.enum(['opening', 'up', 'failing', 'closed', 'unknown']);
export type MappingState = z.infer<typeof MappingState>;

export const MappingStatus = z
  .object({
    id: z.uuid(),
    state: MappingState,
    reason: Fault.nullable(),
    probedAt: z.iso.datetime().nullable().describe('When a probe through the mapping last succeeded.'),
    bytesIn: z.number().describe('Bytes towards the PBX side since the mapping was made.'),
    bytesOut: z.number().describe('Bytes away from the PBX side since the mapping was made.'),
    connections: z.number().describe('Connections open now.'),
    connectionsTotal: z.number().describe('Connections since the mapping was made.'),
  })
  .meta({ id: 'MappingStatus' });
export type MappingStatus = z.infer<typeof MappingStatus>;

export const TunnelStatus = z
  .object({
    state: TunnelState,
    since: z.iso.datetime(),
    reason: Fault.nullable(),
    attempts: z.number().describe('Connection attempts since the tunnel was last stably up.'),
    nextAttemptAt: z.iso.datetime().nullable(),
    worker: z.string().nullable(),
    roundTripMs: z.number().nullable(),
    mappings: z.array(MappingStatus),
  })
  .meta({ id: 'TunnelStatus' });
export type TunnelStatus = z.infer<typeof TunnelStatus>;

/** A mapping counts as proven for this long after its last successful probe. */
export const PROOF_TTL_MS = 30_000;
