import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { compiled } from './paths.js';
import { startedAt, type Ward } from './wards.js';

/** One process of the installation. */
export interface ChildSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** Text for its standard input, for what must not be seen in a list of processes. */
  readonly input?: string;
  /** How it is asked to leave; SIGTERM unless told (PostgreSQL's fast shutdown is SIGINT). */
  readonly signal?: NodeJS.Signals;
  /** How long it may take to leave before it is killed. */
  readonly graceMs?: number;
  readonly store?: boolean;
}

const LEASH = compiled('./leash.js', import.meta.url);
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
const STABLE_MS = 30_000;

/** A Node process of ours, on the leash. */
export const nodeChild = (
  name: string,
  script: string,
  env: Readonly<Record<string, string>>,
  rest: Partial<ChildSpec> = {},
): ChildSpec => ({
  name,
  command: process.execPath,
  args: ['--enable-source-maps', '--import', LEASH, script],
  env,
  ...rest,
});

export interface ChildObserver {
  began(ward: Ward): void;
  ended(pid: number): void;
  note(text: string): void;
}

/**
 * Keeps one process running: one that dies is started again, at once the first time, later with growing pauses.
 * It runs in a process group of its own, so that Ctrl-C reaches only the starting process, which ends the others in order.
 */
export class Child {
  /** What the keeper has to know; null while it is not running. */
  ward: Ward | null = null;
  private process: ChildProcess | null = null;
  private timer: NodeJS.Timeout | null = null;
  private wanted = false;
  private delayMs = FIRST_DELAY_MS;
  private lastExit = '';

  constructor(
    readonly spec: ChildSpec,
    readonly log: string,
    private readonly observer: ChildObserver,
  ) {}

  /** Why it is not running, for a message to a person; null while it runs. */
  get trouble(): string | null {
    return this.process ? null : this.lastExit;
  }

  start(): void {
    this.wanted = true;
    const { spec } = this;
    const out = openSync(this.log, 'a', 0o600);
    const began = performance.now();
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: { ...process.env, ...spec.env, STELLWERK_LEASH: String(process.pid) },
      stdio: [spec.input === undefined ? 'ignore' : 'pipe', out, out, 'pipe'],
      detached: true,
      ...(spec.uid === undefined ? {} : { uid: spec.uid, gid: spec.gid }),
    });
    closeSync(out);
    this.process = child;
    child.stdin?.on('error', () => undefined).end(spec.input);
    child.stdio[3]?.on('error', () => undefined);
    if (child.pid) {
      this.ward = { pid: child.pid, started: startedAt(child.pid), signal: spec.signal ?? 'SIGTERM', store: spec.store ?? false };
      this.observer.began(this.ward);
    }
    const over = (why: string): void => {
      if (this.process !== child) return;
      this.process = null;
      this.ward = null;
      this.lastExit = why;
      if (child.pid) this.observer.ended(child.pid);
      if (!this.wanted) return;
      if (performance.now() - began > STABLE_MS) this.delayMs = FIRST_DELAY_MS;
      this.observer.note(`${spec.name} ended (${why}); starting it again. Its log: ${this.log}`);
      this.timer = setTimeout(() => this.start(), this.delayMs);
      this.delayMs = Math.min(this.delayMs * 2, LONGEST_DELAY_MS);
    };
    child.once('error', (error) => over(error.message));
    child.once('exit', (code, signal) => over(signal ?? `exit code ${code ?? 'unknown'}`));
  }

  /** Asks the process to leave, ends it after its grace time, and resolves when it is gone. */
  async stop(): Promise<void> {
    this.wanted = false;
    if (this.timer) clearTimeout(this.timer);
    const child = this.process;
    if (!child) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(this.spec.signal ?? 'SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), this.spec.graceMs ?? 5_000);
    await gone;
    clearTimeout(timer);
  }
}
