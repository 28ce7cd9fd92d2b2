import { createHash } from 'node:crypto';
import { chainBegin, type ChainFault, type ChainPlace, checkChain, type Sha256 } from '@stellwerk/domain';
import type { Store } from './types/store.js';

/** SHA-256 as the chain uses it. */
export const sha256: Sha256 = (prefixHex, text) =>
  createHash('sha256').update(Buffer.from(prefixHex, 'hex')).update(text, 'utf8').digest('hex');

export interface ChainReport {
  /** The first thing that is wrong; null: all is sound. */
  readonly fault: ChainFault | null;
  /** How far the chain is sound: its end when nothing is wrong. */
  readonly place: ChainPlace;
  /** Events looked at whose personal part was erased. */
  readonly erased: number;
}

const BATCH = 2_000;

/**
 * Follows a provider's chain from its beginning, or from a place known to be sound, to its end of this moment; what is appended meanwhile
 * is left for the next time. `checkpoints` are those whose signature was verified.
 */
export async function verifyAudit(
  store: Store,
  providerId: string,
  { from, checkpoints = [], signal }: { from?: ChainPlace; checkpoints?: readonly ChainPlace[]; signal?: AbortSignal } = {},
): Promise<ChainReport> {
  const begin = from ?? chainBegin(providerId, sha256);
  const check = checkChain(begin, sha256, checkpoints);
  const report = (fault: ChainFault | null): ChainReport => ({ fault, place: check.place, erased: check.erased });
  const end = await store.asSystem('verify the audit', (tx) => tx.audit.end(providerId));
  for (let after = begin.seq; after < end.last; after = check.place.seq) {
    signal?.throwIfAborted();
    const events = await store.asSystem('verify the audit', (tx) => tx.audit.events(providerId, { after, upTo: end.last, limit: BATCH }));
    for (const event of events) {
      const fault = check.next(event);
      if (fault) return report(fault);
    }
    if (events.length === 0) break; // removed while we looked: the end says so
  }
  return report(check.end(end.head));
}
