// `npm test`: installs what is missing, builds, lints, and runs every suite against real components. The last line counts.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, nx, NX_ENV, prepare, ROOT } from './prepare.mjs';

const TOOLS = ['sshd', 'ssh', 'redis-server', 'chromium', 'nft', 'ip', 'iptables', 'named', 'openssl', 'kamailio', 'prosody'];
/** The journey that counts seconds. */
const MEASURED = '/src/e2e/recovery';
const say = (line) => process.stdout.write(`${line}\n`);
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const children = new Set();
let leftBehind = 0;

/** Runs a command in a process group of its own, so that an interrupted test run leaves nothing behind. */
function run([command, ...args], env = {}) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  children.add(child);
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => {
      children.delete(child);
      void groupEnds(child.pid).then((ended) => {
        if (!ended) {
          endGroup(child.pid);
          leftBehind += 1;
          say('✗ processes were left behind and have been ended');
        }
        resolve(code ?? 1);
      });
    });
  });
}

/** Jest's workers may need a moment to leave after it. */
async function groupEnds(pid) {
  for (let turn = 0; turn < 40; turn += 1) {
    try {
      process.kill(-pid, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left.
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) process.kill(-child.pid, 'SIGTERM');
    setTimeout(() => {
      for (const child of children) endGroup(child.pid);
      process.exit(1);
    }, 5_000);
  });
}

async function lint() {
  const began = performance.now();
  const code = await run([process.execPath, nx(), 'run-many', '-t', 'lint', 'canary', '--output-style=static'], NX_ENV);
  say(`${code === 0 ? '✓' : '✗'} lint (${seconds(began)})`);
  return code === 0;
}

async function format() {
  const code = await run([
    process.execPath,
    join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs'),
    '--check',
    '--log-level=warn',
    '.',
  ]);
  say(`${code === 0 ? '✓' : '✗'} format${code === 0 ? '' : ': run `npm run format`'}`);
  return code === 0;
}

/** One jest run over every project. Nothing it started may outlive it: what is left in its process group is ended and counts as a failure. */
async function suites(title, args) {
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'stellwerk-test-'));
  const summary = join(folder, 'summary.json');
  const jest = [join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), '--json', `--outputFile=${summary}`, ...args];
  try {
    await run([process.execPath, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', ...jest], { STELLWERK_TEST: '1' });
    const result = counts(JSON.parse(readFileSync(summary, 'utf8')));
    say(
      `${result.failed === 0 ? '✓' : '✗'} ${title}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped (${seconds(began)})`,
    );
    return result;
  } catch {
    say(`✗ ${title}: jest gave no result`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A suite that could not even be loaded has no test of its own, and counts as one that failed. */
function counts(summary) {
  const unloaded = summary.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return {
    passed: summary.numPassedTests,
    failed: summary.numFailedTests + unloaded,
    skipped: summary.numPendingTests + summary.numTodoTests,
  };
}

try {
  const patterns = process.argv.slice(2);
  await prepare();
  const { provide } = await import('./dist/start/packages.js');
  const missing = await provide(TOOLS, say);
  for (const tool of missing) say(`! ${tool} is not on this machine and could not be installed: the suites that need it are skipped.`);
  // Lint ends with one long project by itself: the format is looked at on the other core meanwhile.
  const [linted, formatted] = patterns.length > 0 ? [true, true] : await Promise.all([lint(), format()]);
  // More suites at once than cores: most of them wait for a server. What measures seconds on a whole running stack has the machine to itself.
  const all =
    patterns.length > 0
      ? [await suites('suites', ['--maxWorkers=2', ...patterns])]
      : [
          await suites('suites', ['--maxWorkers=3', '--testPathIgnorePatterns', '/node_modules/', '/src/e2e/']),
          await suites('journeys', [
            '--maxWorkers=2',
            '--testPathPatterns',
            '/src/e2e/',
            '--testPathIgnorePatterns',
            '/node_modules/',
            MEASURED,
          ]),
          await suites('recovery', ['--runInBand', '--testPathPatterns', MEASURED]),
        ];
  const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map((kind) => all.reduce((sum, one) => sum + one[kind], 0));
  if (!linted) say('Lint failed: see above.');
  if (!formatted) say('Some files are not formatted: see above.');
  say(`Tests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exit(linted && formatted && leftBehind === 0 && failed === 0 && passed > 0 ? 0 : 1);
} catch (error) {
  fail(error);
}
