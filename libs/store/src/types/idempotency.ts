import type { Sealed } from './ssh-server.js';

/** A request that may be sent again. Hashes only: neither the caller's key nor its body can be guessed from the row. */
export interface RepeatableRequest {
  readonly principalId: string;
  readonly providerId: string;
  /** Hash of the caller's key, as text. */
  readonly key: string;
  /** Method and path. */
  readonly route: string;
  readonly bodyHash: Uint8Array;
}

/** Who carries a request out. Whoever took over from an abandoned one has another `since`, and the earlier claim is worth nothing. */
export interface Claim {
  readonly principalId: string;
  readonly key: string;
  readonly since: Date;
}

/**
 * `first`: carry it out. `running`: somebody else does just now. `other`: the key belongs to another request. `lost`: it was carried
 * out, and whoever did ended before the answer was kept. `done`: the answer is there.
 */
export type Begun =
  | { readonly state: 'first'; readonly claim: Claim }
  | { readonly state: 'running' | 'other' | 'lost' }
  | { readonly state: 'done'; readonly status: number; readonly reply: Sealed };

/** How long a key counts, and after how long a request without an answer may be carried out by somebody else. */
export interface IdempotencySpans {
  readonly keptMs: number;
  readonly abandonedMs: number;
}

export interface IdempotencyKeys {
  begin(request: RepeatableRequest, spans: IdempotencySpans): Promise<Begun>;
  /** Keeps the answer. False: the claim was taken over. */
  finish(claim: Claim, status: number, reply: Sealed): Promise<boolean>;
  /** Frees the key. `refused`: what was asked for was not done, whatever was committed on the way; else only if nothing was committed. */
  release(claim: Claim, refused: boolean): Promise<void>;
}

/** What the transaction that carries a request out says as its last word. */
export interface CarryOut {
  /** False: the claim was taken over, so this transaction must not commit. */
  carriedOut(claim: Claim): Promise<boolean>;
}
