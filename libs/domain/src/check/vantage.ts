import { z } from 'zod';

/** From where a check looks: the worker's own edge, or the customer's network, through the SSH server of a tunnel (`direct-tcpip`). */
export const Vantage = z
  .discriminatedUnion('kind', [z.object({ kind: z.literal('edge') }), z.object({ kind: z.literal('ssh-server'), sshServerId: z.uuid() })])
  .meta({ id: 'Vantage' });
export type Vantage = z.infer<typeof Vantage>;

export const EDGE: Vantage = { kind: 'edge' };
