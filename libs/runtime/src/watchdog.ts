import { Worker } from 'node:worker_threads';

export interface WatchdogOptions {
  /** How long the event loop may be blocked before the process is killed; 3,000 ms unless told. */
  readonly deadMs?: number;
  /** How often the loop shows that it lives, and is looked at; 100 ms unless told. */
  readonly beatMs?: number;
}

/**
 * Runs in the thread. SIGKILL, because a blocked loop hears nothing else. When the thread itself was held up, the whole process was
 * frozen (SIGSTOP, a suspended machine) and not the loop: then it starts counting anew, and the lease decides what is still ours.
 */
const WATCH = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const { beats, deadMs, beatMs } = workerData;
const now = () => Number(process.hrtime.bigint() / 1000000n);
let seen = Atomics.load(beats, 0), since = now(), looked = now();
setInterval(() => {
  const time = now(), beat = Atomics.load(beats, 0);
  if (beat !== seen || time - looked > deadMs / 2) { seen = beat; since = time; }
  looked = time;
  if (time - since <= deadMs) return;
  try { writeSync(2, JSON.stringify({ level: 'fatal', time: new Date().toISOString(), pid: process.pid, blockedMs: time - since, msg: 'the event loop is blocked: killed by the watchdog' }) + '\\n'); } catch {}
  process.kill(process.pid, 'SIGKILL');
}, beatMs);
`;

/**
 * Kills this process when its event loop has been blocked for too long, so that the ports it holds are freed instead of being held by the dead.
 * Does not keep the process alive.
 */
export function startWatchdog({ deadMs = 3_000, beatMs = 100 }: WatchdogOptions = {}): { stop(): Promise<void> } {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const timer = setInterval(() => Atomics.add(beats, 0, 1), beatMs).unref();
  const thread = new Worker(WATCH, { eval: true, execArgv: [], name: 'watchdog', workerData: { beats, deadMs, beatMs } });
  thread.unref();
  return {
    async stop() {
      clearInterval(timer);
      await thread.terminate();
    },
  };
}
