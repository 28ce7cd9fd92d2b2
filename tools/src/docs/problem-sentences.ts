import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { ProblemCode } from '@stellwerk/contracts';
import type { ProblemSentence } from './errors-page.js';

/** Root of the repository, from the sources as well as from the compiled tool. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * The sentences of the built API. Read by path and not imported: tools do not depend on apps, and this page only quotes what
 * the API says.
 */
export async function problemSentences(): Promise<Readonly<Record<ProblemCode, ProblemSentence>>> {
  const file = pathToFileURL(join(ROOT, 'apps/api/dist/http/problem-texts.js')).href;
  const { PROBLEM_TEXTS } = (await import(file)) as { PROBLEM_TEXTS: Record<ProblemCode, ProblemSentence> };
  return PROBLEM_TEXTS;
}
