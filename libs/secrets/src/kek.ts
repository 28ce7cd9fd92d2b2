import { createHash, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** A key-encryption key. Its id is derived from it, so that a row can say which one it needs without telling anything about it. */
export interface Kek {
  readonly id: string;
  readonly key: Buffer;
}

/** The key that wraps new data keys, and older ones that can still unwrap. */
export interface Keks {
  readonly current: Kek;
  /** All of them, the current one first. */
  readonly all: readonly Kek[];
  find(id: string): Kek | null;
}

const KEY_BYTES = 32;

const toKek = (key: Buffer): Kek => ({ key, id: createHash('sha256').update('stellwerk-kek').update(key).digest('hex').slice(0, 16) });

/** Reads keys, one base64 of 32 bytes per line; the first is the current one. Throws when the text holds anything else. */
export function parseKeks(text: string): Keks {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const keks = lines.map((line) => toKek(Buffer.from(line, 'base64')));
  const [current] = keks;
  if (!current || keks.some((kek) => kek.key.length !== KEY_BYTES))
    throw new Error('a key file holds one key per line: 32 bytes in base64, the current one first');
  return { current, all: keks, find: (id) => keks.find((kek) => kek.id === id) ?? null };
}

/** Reads the key file (STELLWERK_KEY_FILE). */
export const readKeyFile = async (path: string): Promise<Keks> => parseKeks(await readFile(path, 'utf8'));

/** Makes a key file that only its owner can read; false when there is one already, which is left as it is. */
export async function makeKeyFile(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw e;
  }
}

/** Puts a new key in front of the others. Data keys are wrapped anew by rewrapping them; the old line may go when none is left. */
export async function addKey(path: string): Promise<void> {
  const before = await readFile(path, 'utf8');
  parseKeks(before);
  const beside = `${path}.new`;
  await writeFile(beside, `${randomBytes(KEY_BYTES).toString('base64')}\n${before}`, { mode: 0o600, flush: true });
  await rename(beside, path); // whole or not at all: without the old keys nothing could be opened any more
}
