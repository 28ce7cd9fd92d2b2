import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { within } from './context.js';
import { describeMachine } from './machine.js';
import { markdown, type Outcome, type Report } from './report.js';
import { type Row, verdict } from './row.js';
import { api } from './rows/api.js';
import { bulk } from './rows/bulk.js';
import { loadedLink, silentCut } from './rows/cut.js';
import { checks } from './rows/checks.js';
import { checksOnSchedule } from './rows/checks-schedule.js';
import { distance } from './rows/distance.js';
import { failover } from './rows/failover.js';
import { interactive } from './rows/interactive.js';
import { recoveryOfHost, recoveryOfMany, recoveryOfOne } from './rows/recovery.js';
import { slowReader } from './rows/slow-reader.js';
import { keepAliveCost, thousandTunnels } from './rows/thousand.js';

const ROWS: readonly Row[] = [
  bulk,
  distance,
  interactive,
  thousandTunnels,
  keepAliveCost,
  recoveryOfOne,
  recoveryOfMany,
  recoveryOfHost,
  silentCut,
  loadedLink,
  failover,
  slowReader,
  api,
  checks,
  checksOnSchedule,
];
const FOLDER = fileURLToPath(new URL('../../../docs/', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function measure(row: Row, quick: boolean): Promise<Outcome> {
  const began = performance.now();
  const base = { key: row.key, title: row.title, method: row.method, at: new Date().toISOString(), quick, load: loadavg()[0] ?? 0 };
  say(`${row.title} …`);
  const outcome = await within({ quick, boundSeconds: row.boundSeconds, say }, (bench) => row.run(bench)).then(
    (measures) => ({ measures, failure: null }),
    (error: unknown) => {
      if (error instanceof Error) say(error.message);
      return { measures: [], failure: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
    },
  );
  const took = (performance.now() - began) / 1000;
  return { ...base, ...outcome, tookSeconds: took };
}

/** The rows of the last report; none when there is no report of this shape. */
async function kept(path: string): Promise<readonly Outcome[]> {
  const text = await readFile(path, 'utf8').catch(() => '{"rows":[]}');
  return (JSON.parse(text) as Report).rows;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      out: { type: 'string', default: FOLDER },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    say(`npm run bench -- [--only ${ROWS.map((r) => r.key).join(',')}] [--quick] [--out folder]`);
    return;
  }
  const wanted = values.only?.split(',');
  const unknown = wanted?.filter((key) => !ROWS.some((row) => row.key === key)) ?? [];
  if (unknown.length > 0) throw new Error(`no such row: ${unknown.join(', ')}; there are ${ROWS.map((r) => r.key).join(', ')}`);
  const chosen = ROWS.filter((row) => wanted === undefined || wanted.includes(row.key));
  const machine = describeMachine();
  say(`${machine.cores} cores, ${machine.openssh}, load average ${machine.loadAtStart.toFixed(2)}`);
  await mkdir(values.out, { recursive: true });
  const json = `${values.out}/benchmarks.json`;
  const before = values.quick ? [] : await kept(json);
  const measured: Outcome[] = [];
  const order = ROWS.map((row) => row.key);
  for (const row of chosen) {
    measured.push(await measure(row, values.quick));
    if (values.quick && values.out === FOLDER) continue;
    // After every row: a run that is broken off keeps what it measured.
    const others = before.filter((kept) => !measured.some((m) => m.key === kept.key));
    const rows = [...others, ...measured].sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
    const report: Report = { machine, rows };
    await writeFile(json, `${JSON.stringify(report, null, 1)}\n`);
    await writeFile(`${values.out}/benchmarks.md`, markdown(report));
  }
  const judged = measured.flatMap((row) => row.measures).filter((m) => verdict(m) !== 'not judged');
  say(
    `${judged.filter((m) => verdict(m) === 'met').length} of ${judged.length} targets met${values.quick ? ' (quick: nothing written)' : `; written to ${values.out}`}`,
  );
}

await main();
