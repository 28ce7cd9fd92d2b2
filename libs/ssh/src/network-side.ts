import { failed, fault } from '@stellwerk/domain';
import type { Connect } from './session.js';
import type { Side } from './side.js';

export interface NetworkSideOptions {
  /** Address of this machine to listen on. */
  readonly listenAddress: string;
  /** Addresses of the PBX itself (IP literals): the only callers of a private mapping. */
  readonly pbxAddresses: readonly string[];
  /** Declared networks of the PBX in CIDR notation: who may call a gateway mapping that names no `allowFrom`. */
  readonly networks: readonly string[];
  readonly connect: Connect;
}

/** The side in this worker's own network. Whoever may not connect is cut at once; an unreadable address counts as not allowed. */
export const networkSide = (_options: NetworkSideOptions): Side => ({
  listen: async () => failed(fault('internal-error')),
  dial: async () => failed(fault('internal-error')),
});
