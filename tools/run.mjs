// Runs one compiled tool after making sure everything is installed and built: `node tools/run.mjs migrate`.
import { prepare } from './prepare.mjs';

const [name, ...rest] = process.argv.slice(2);
await prepare();
process.argv = [process.argv[0], name, ...rest];
await import(`./dist/${name}/main.js`);
