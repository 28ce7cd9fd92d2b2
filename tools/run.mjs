// Runs one compiled tool after making sure everything is installed and built: `node tools/run.mjs migrate`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, prepare, Refusal, ROOT } from './prepare.mjs';

const [name, ...rest] = process.argv.slice(2);
try {
  await prepare();
  const main = join(ROOT, 'tools', 'dist', name ?? '', 'main.js');
  if (!name || !existsSync(main)) throw new Refusal(`There is no tool ${name ?? ''}. See "scripts" in package.json.`);
  process.argv = [process.argv[0], main, ...rest];
  await import(main);
} catch (error) {
  fail(error);
}
