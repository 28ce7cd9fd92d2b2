import { hash, verify } from '@node-rs/argon2';

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
const ARGON2ID = 2; // the package's own enum is `const`, which isolated modules cannot read
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** What an unknown person's password is compared with, so that the answer takes as long. No password matches it. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$c3RlbGx3ZXJrLW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** argon2id in the PHC string format; some 20 ms of a core, off the event loop. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), PARAMETERS);

/** `stored` is null when there is no such person: then it is false, after the same work. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  try {
    const matches = await verify(stored ?? NOBODY, password.normalize('NFC'));
    return matches && stored !== null;
  } catch {
    return false; // not a PHC string
  }
}
