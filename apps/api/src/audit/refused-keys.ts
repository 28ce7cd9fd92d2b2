import type { Doer } from '@stellwerk/domain';
import type { Store } from '@stellwerk/store';
import { auditRefused } from './refused.js';

/** A key that was used from where it may not be is written down again after this long. */
const AGAIN_MS = 3_600_000;
const REMEMBERED = 1_000;

/**
 * Keys that were refused: somebody may have found one. Written down once an hour for each key and address, so that whoever knocks a thousand
 * times does not fill the chain.
 */
export class RefusedKeys {
  private readonly written = new Map<string, number>();

  constructor(private readonly store: Store) {}

  async write(doer: Doer, keyId: string, now: number): Promise<void> {
    const place = `${keyId} ${doer.request?.address ?? ''}`;
    if (now - (this.written.get(place) ?? -Infinity) < AGAIN_MS) return;
    const [oldest] = this.written.keys();
    if (this.written.size >= REMEMBERED && oldest !== undefined) this.written.delete(oldest);
    this.written.set(place, now);
    const target = { kind: 'service-account', id: doer.actor.id ?? '', name: doer.name };
    await auditRefused(this.store, doer, { action: 'api-key.refused', tenantId: null, target, after: { keyId } });
  }
}
