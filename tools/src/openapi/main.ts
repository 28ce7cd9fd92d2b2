import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { BASELINE, judge } from './description.js';

/**
 * Writes docs/openapi.json. Refuses while the rules object, and, unless told to `--accept` it, when clients of the published document
 * would break. `--check` writes nothing and fails when there is anything to be done.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, accept: { type: 'boolean', default: false } } });
  const { text, problems, breaking, current } = await judge();
  const complaints = [
    ...problems,
    ...(values.accept ? [] : breaking.map(({ operation, at, what }) => `breaks clients: ${operation} ${at}: ${what}`)),
    ...(values.check && !current ? ['docs/openapi.json is not current. Run: node tools/run.mjs openapi'] : []),
  ];
  for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
  if (breaking.length > 0 && !values.accept) process.stderr.write('If clients shall break: node tools/run.mjs openapi --accept\n');
  if (complaints.length > 0) process.exitCode = 1;
  else if (!values.check && !current) {
    await writeFile(BASELINE, text);
    process.stdout.write('docs/openapi.json written\n');
  }
}

await main();
