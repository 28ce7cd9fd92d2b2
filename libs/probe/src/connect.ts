import type { Duplex } from 'node:stream';
import type { Result } from '@stellwerk/domain';

/**
 * How a probe reaches its target: the guarded dialer, or a channel of an SSH server in the customer's network. The stream is the probe's
 * from then on. A failure is a value; nothing rejects.
 */
export type Connect = (host: string, port: number, request: { readonly signal: AbortSignal }) => Promise<Result<Duplex>>;

/** What every probe of a port needs. */
export interface PortRequest {
  readonly connect: Connect;
  readonly host: string;
  readonly port: number;
  readonly signal?: AbortSignal;
}
