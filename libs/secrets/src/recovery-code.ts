import { createHash, randomInt } from 'node:crypto';

/** Crockford's base 32: no letter that is taken for a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 16; // 80 bits
export const RECOVERY_CODES = 10;

const hashOf = (letters: string): Uint8Array => createHash('sha256').update(`stellwerk-recovery|${letters}`).digest();

/** Codes to be written down, `xxxx-xxxx-xxxx-xxxx`, and what the store keeps of them. A fast hash is right: there is nothing to guess. */
export function newRecoveryCodes(): { readonly codes: string[]; readonly hashes: Uint8Array[] } {
  const letters = Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  );
  return { codes: letters.map((code) => code.replace(/(.{4})(?!$)/g, '$1-')), hashes: letters.map(hashOf) };
}

/** The hash to look a code up by, as somebody typed it: in any case, with or without dashes, O for 0 and I or L for 1. */
export const hashRecoveryCode = (typed: string): Uint8Array =>
  hashOf(
    typed
      .toLowerCase()
      .replace(/[^0-9a-z]/g, '')
      .replace(/o/g, '0')
      .replace(/[il]/g, '1'),
  );
