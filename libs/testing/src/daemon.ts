import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { descendants, signal } from './processes.js';

export interface Daemon {
  /** Everything it said on stdout and stderr. */
  log(): string;
  /** Ends it with everything it started. */
  stop(): Promise<void>;
}

/** A private folder below the system's own for temporary files. */
export const temporaryFolder = (name: string): Promise<string> => mkdtemp(join(tmpdir(), `stellwerk-${name}-`));
export const removeFolder = (directory: string): Promise<void> => rm(directory, { recursive: true, force: true });

/** Starts a program that stays in the foreground, and waits until it says that it is ready. Throws, with what it said, when it ends before. */
export async function startDaemon(command: string, args: readonly string[], ready: RegExp): Promise<Daemon> {
  // Its stdin stays open and silent: `openssl s_server` takes the end of it for its own.
  const child: ChildProcess = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  let isUp = false;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const up = new Promise<boolean>((resolve) => {
    const take = (text: string): void => {
      log += text;
      if (!isUp && ready.test(log)) resolve((isUp = true));
    };
    child.stdout?.setEncoding('utf8').on('data', take);
    child.stderr?.setEncoding('utf8').on('data', take);
    void gone.then(() => resolve(false));
  });
  const stop = async (): Promise<void> => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    // Stopped first, so that it cannot start another child between the look and the kill.
    signal(child.pid, 'SIGSTOP');
    const below = await descendants(child.pid);
    signal(child.pid, 'SIGKILL');
    for (const { pid } of below) signal(pid, 'SIGKILL');
    await gone;
  };
  if (await up) return { log: () => log, stop };
  await stop();
  throw new Error(`${command} did not start:\n${log}`);
}
