import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Kek, Keks } from './kek.js';

/** What links are derived for. */
export type TokenPurpose = 'invitation';

/**
 * Tokens of links that are mailed. They are not stored: whoever has the key file computes them again, so that the process that writes the
 * mail needs no secret in a job or a row, and a copy of the database opens nothing.
 */
export interface TokenDerivation {
  /** A new token: 256 bits, base64url, and its SHA-256 for the row. `id` must differ for every token that shall differ. */
  derive(purpose: TokenPurpose, id: string): { readonly token: string; readonly hash: Uint8Array };
  /** The token whose SHA-256 is `hash`, also when the key file got a new key since; null: derived under a key that is gone, or not at all. */
  recover(purpose: TokenPurpose, id: string, hash: Uint8Array): string | null;
}

/** SHA-256 of a token, as rows keep it. A fast hash is right: there is nothing to guess. */
export const hashToken = (token: string): Uint8Array => createHash('sha256').update(token).digest();

export function createTokenDerivation(keks: Keks): TokenDerivation {
  // A key of its own (RFC 5869), so that what wraps data keys computes nothing that leaves the house.
  const under = (kek: Kek, purpose: TokenPurpose, id: string): string => {
    const key = Buffer.from(hkdfSync('sha256', kek.key, '', 'stellwerk-link-tokens', 32));
    return createHmac('sha256', key).update(`${purpose}\0${id}`).digest('base64url');
  };
  return {
    derive(purpose, id) {
      const token = under(keks.current, purpose, id);
      return { token, hash: hashToken(token) };
    },
    recover(purpose, id, hash) {
      for (const kek of keks.all) {
        const token = under(kek, purpose, id);
        const candidate = hashToken(token);
        if (hash.length === candidate.length && timingSafeEqual(candidate, hash)) return token;
      }
      return null;
    },
  };
}
