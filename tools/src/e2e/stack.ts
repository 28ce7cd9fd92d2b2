import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, type Client } from '@stellwerk/contracts';
import { descendants, until } from '@stellwerk/testing';

const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
/** A test that waits asks far more often than a person. */
const ASKED_OFTEN = '1000000';
const START_TIMEOUT_MS = 90_000;

/** What `npm start` writes to ready.json. */
export interface Ready {
  readonly url: string;
  readonly apiUrl: string;
  readonly email: string;
  readonly password: string;
  readonly apiKey: string;
}

/** One run of the start command, as a person would run it. */
export class Run {
  readonly process: ChildProcess;
  output = '';
  readonly ended: Promise<number | NodeJS.Signals | null>;
  private over = false;

  constructor(
    readonly data: string,
    env: Readonly<Record<string, string>>,
  ) {
    // An inherited name would make the run believe it was started by the npm that runs the tests.
    const { npm_lifecycle_event: _ours, DATABASE_URL: _database, REDIS_URL: _redis, ...inherited } = process.env;
    this.process = spawn(process.execPath, [join(ROOT, 'tools', 'start.mjs')], {
      cwd: ROOT,
      env: {
        ...inherited,
        STELLWERK_DATA: data,
        STELLWERK_DEMO: '0',
        PORT: '0',
        NODE_ENV: '',
        API_REQUESTS_PER_MINUTE: ASKED_OFTEN,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) =>
      this.process.once('close', (code, signal) => {
        this.over = true;
        resolve(signal ?? code);
      }),
    );
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Waits for ready.json; fails with what the run said when it ends first. */
  async ready(): Promise<Ready> {
    const file = join(this.data, 'ready.json');
    await until('Stellwerk to be ready', () => this.over || existsSync(file), START_TIMEOUT_MS).catch((error: Error) =>
      Promise.reject(new Error(`${error.message}\n${this.output}`)),
    );
    if (!existsSync(file)) throw new Error(`The start ended early:\n${this.output}`);
    return JSON.parse(readFileSync(file, 'utf8')) as Ready;
  }

  /** Every process below this run, by id. */
  async family(): Promise<readonly number[]> {
    return (await descendants(this.pid)).map((row) => row.pid);
  }

  /** The process ids of one child by the name of its log. */
  async workers(): Promise<readonly number[]> {
    return (await descendants(this.pid)).map((row) => row.pid).filter((pid) => commandOf(pid).includes('apps/worker/'));
  }

  async stop(): Promise<number | NodeJS.Signals | null> {
    if (!this.over) this.process.kill('SIGTERM');
    return this.ended;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** True while a process runs; a zombie nobody has collected yet does not count. */
export function lives(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2] !== 'Z';
  } catch {
    return false;
  }
}

/** A data folder of its own, and the runs on it. */
export class Stack {
  private readonly runs: Run[] = [];

  private constructor(readonly data: string) {}

  static async make(): Promise<Stack> {
    return new Stack(await mkdtemp(join(tmpdir(), 'stellwerk-e2e-')));
  }

  start(env: Readonly<Record<string, string>> = {}): Run {
    const run = new Run(this.data, env);
    this.runs.push(run);
    return run;
  }

  /** Ends every run and removes the folder. */
  async remove(): Promise<void> {
    for (const run of this.runs) await run.stop();
    await rm(this.data, { recursive: true, force: true, maxRetries: 5 });
  }
}

export const clientOf = (ready: Ready): Client =>
  createClient({ baseUrl: ready.url, headers: () => ({ authorization: `Bearer ${ready.apiKey}` }) });
