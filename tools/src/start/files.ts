import { chmod, readFile, rename, writeFile } from 'node:fs/promises';

/** Writes a file in one step, readable by its owner only: whoever reads it sees the old text or the new, never half. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  await writeFile(part, text, { mode: 0o600 });
  await chmod(part, 0o600);
  await rename(part, path);
}

export const writeJson = (path: string, value: unknown): Promise<void> => writeWhole(path, `${JSON.stringify(value, null, 2)}\n`);

/** The file's text, made by `make` if it is not there yet. */
export async function keepText(path: string, make: () => string): Promise<string> {
  const kept = await readText(path);
  if (kept !== null) return kept;
  const text = make();
  await writeWhole(path, text);
  return text;
}

export async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
