import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, createHmac } from 'node:crypto';
import { canonicalJson, toJson } from '@stellwerk/domain';
import type { Begun, CarryOut, IdempotencyClaim, Store } from '@stellwerk/store';
import { invalid, Refusal } from '../http/refusal.js';
import type { IdentityPlace, IdentityVault } from './identity-vault.js';
import type { Principal } from '../session/principal.js';

/** A key counts for a day. A request without an answer after a minute has ended with its process: no handler runs that long. */
const SPANS = { keptMs: 24 * 3_600_000, abandonedMs: 60_000 } as const;
const ASK_AGAIN_S = 2;
const FIELD = 'idempotency_key.reply';

/** A repeatable request as it came in. `key` is the header's text, `body` the parsed JSON. */
export interface Repeatable {
  readonly who: Principal;
  readonly key: string;
  readonly route: string;
  readonly body: unknown;
}

/** Far deeper than any body of the contract. */
const DEEPEST = 100;

/** Refuses what is nested beyond all measure, before anything recurses into it. */
function judgeDepth(value: unknown, depth = 0): void {
  if (depth > DEEPEST) throw invalid({ pointer: '', code: 'too-deep', params: { maximum: DEEPEST } });
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) judgeDepth(inner, depth + 1);
}

/** JSON that is equal for equal values, however they were written. */
export function canonical(value: unknown): string {
  judgeDepth(value);
  return canonicalJson(toJson(value));
}

/** The header's key; a draft-conformant quoted string and the bare text of everybody else are the same. Null: none was sent. */
export function keyOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  const key = /^"(.*)"$/.exec(header.trim())?.[1] ?? header.trim();
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(key)) throw invalid({ pointer: '', code: 'idempotency-key-malformed' });
  return key;
}

const carrying = new AsyncLocalStorage<IdempotencyClaim>();

/**
 * The last word of every transaction that changes something: if it was for a repeatable request, that is noted in it, and whoever lost
 * the request to somebody else is undone. So nothing is done twice, wherever a process ends.
 */
export async function carriedOut(tx: { readonly idempotency: CarryOut }): Promise<void> {
  const claim = carrying.getStore();
  if (claim !== undefined && !(await tx.idempotency.carriedOut(claim))) throw stillRunning();
}

const stillRunning = (): Refusal =>
  new Refusal('still-running', { params: { seconds: ASK_AGAIN_S }, headers: { 'retry-after': String(ASK_AGAIN_S) } });

/** What was answered, by whom it was worked out. */
export interface Answered {
  readonly value: unknown;
  readonly replayed: boolean;
}

/** Carries a repeatable request out once, and answers its repetitions with what was answered first. */
export class Idempotency {
  constructor(
    private readonly store: Store,
    private readonly vault: IdentityVault,
    private readonly report: (error: unknown) => void,
  ) {}

  /** @param status with which `work` will be answered. Refusals of `work` pass through and free the key: nothing was done. */
  async once(request: Repeatable, status: number, work: () => Promise<unknown>): Promise<Answered> {
    const begun = await this.begin(request);
    switch (begun.state) {
      case 'other':
        throw new Refusal('idempotency-key-reused');
      case 'running':
        throw stillRunning();
      case 'lost':
        throw new Refusal('answer-lost');
      case 'done':
        return { value: await this.opened(request, begun), replayed: true };
      case 'first':
        return { value: await this.first(begun.claim, request, status, work), replayed: false };
    }
  }

  private begin({ who, key, route, body }: Repeatable): Promise<Begun> {
    const row = {
      principalId: who.id,
      providerId: who.scope.providerId,
      key: hashOf(key),
      route,
      // Keyed with what only the caller knows: a password in the body cannot be guessed from the hash. Under another membership it is another request.
      bodyHash: createHmac('sha256', key)
        .update(canonical([who.membershipId, who.scope.providerId, who.actingFor?.tenant.id ?? null, body ?? null]))
        .digest(),
    };
    return this.store.asSystem('begin a repeatable request', (tx) => tx.idempotency.begin(row, SPANS));
  }

  private async first(claim: IdempotencyClaim, { who }: Repeatable, status: number, work: () => Promise<unknown>): Promise<unknown> {
    try {
      const value = await carrying.run(claim, work);
      await this.keep(claim, who.scope.providerId, status, value);
      return value;
    } catch (error) {
      const refused = error instanceof Refusal;
      await this.quietly(() => this.store.asSystem('free a repeatable request', (tx) => tx.idempotency.release(claim, refused)));
      throw error;
    }
  }

  /** The work is done: that its answer cannot be kept is told to the operator, not to the caller. */
  private keep(claim: IdempotencyClaim, providerId: string, status: number, value: unknown): Promise<void> {
    return this.quietly(() =>
      this.store.asSystem('keep the answer of a repeatable request', async (tx) =>
        tx.idempotency.finish(
          claim,
          status,
          await this.vault.seal(tx.identityKeys, placeOf(claim, providerId), JSON.stringify(value ?? null)),
        ),
      ),
    );
  }

  private async opened({ who, key }: Repeatable, { reply }: Extract<Begun, { state: 'done' }>): Promise<unknown> {
    const place = placeOf({ principalId: who.id, key: hashOf(key) }, who.scope.providerId);
    const opened = await this.store.asSystem('open a kept answer', (tx) => this.vault.open(tx.identityKeys, place, reply));
    if (opened === null) throw new Refusal('answer-lost');
    return JSON.parse(opened) ?? undefined;
  }

  private async quietly(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.report(error);
    }
  }
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url');

const placeOf = ({ principalId, key }: Pick<IdempotencyClaim, 'principalId' | 'key'>, owner: string): IdentityPlace => ({
  owner,
  record: `${principalId}.${key}`,
  field: FIELD,
});
