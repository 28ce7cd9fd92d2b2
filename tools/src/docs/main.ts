import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { errorsPage } from './errors-page.js';
import { problemSentences } from './problem-sentences.js';

const PAGE = fileURLToPath(new URL('../../../docs/errors.md', import.meta.url));

/** Writes the generated pages; with `--check` it only says whether they are current, by its exit code. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const wanted = errorsPage(await problemSentences());
  const present = await readFile(PAGE, 'utf8').catch(() => '');
  if (present === wanted) return;
  if (values.check) {
    process.stderr.write('docs/errors.md is not current. Run: node tools/run.mjs docs\n');
    process.exitCode = 1;
    return;
  }
  await writeFile(PAGE, wanted);
  process.stdout.write('docs/errors.md written\n');
}

await main();
