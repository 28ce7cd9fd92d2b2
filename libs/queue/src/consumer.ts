import { setMaxListeners } from 'node:events';
import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import { catalog, type JobHandlers, type JobName, type Postponed, type QueueKind, queueName, specOf } from './catalog.js';
import { optionsOf, patient, sayOnce, within } from './connection.js';
import type { Log } from './log.js';
import { PREFIX } from './queues.js';

export interface Consumer {
  /** Takes no new job, lets running ones finish for up to 3 s, then aborts them. */
  close(): Promise<void>;
}

/** Jobs of one process in flight, per queue. They wait for the network, not for the CPU; checks also for hosts that never answer. */
const CONCURRENCY: Readonly<Record<QueueKind, number>> = { edge: 16, checks: 96, upkeep: 16 };
/** After how long without a sign of life a job is somebody else's, and how often that is looked for. A check waits for its result: somebody looks at it. */
const STALLED: Readonly<Record<QueueKind, { readonly lockDuration: number; readonly stalledInterval: number }>> = {
  edge: { lockDuration: 30_000, stalledInterval: 15_000 },
  checks: { lockDuration: 12_000, stalledInterval: 4_000 },
  upkeep: { lockDuration: 30_000, stalledInterval: 15_000 },
};
const FINISH_WITHIN_MS = 3_000;
/** What aborted jobs get to put themselves back. */
const ABORT_WITHIN_MS = 500;

/** Works on the jobs of an edge and on the upkeep of the whole installation. */
export function startConsumer(about: { redisUrl: string; edgeId: string; log: Log }, handlers: JobHandlers): Consumer {
  const { redisUrl, edgeId, log } = about;
  const said = sayOnce(log, 'no jobs arrive: redis is away');
  const closing = new AbortController();
  // One per job under way.
  setMaxListeners(0, closing.signal);

  const workers = (Object.keys(CONCURRENCY) as QueueKind[]).map((kind) => {
    const worker = new Worker(queueName(kind, edgeId), (job, token) => runJob({ job, token }, handlers, closing.signal), {
      connection: { ...optionsOf(redisUrl), ...patient },
      prefix: PREFIX,
      concurrency: CONCURRENCY[kind],
      ...STALLED[kind],
      // A job that outlived several workers is unlucky, not poisonous: ids only, bounded time.
      maxStalledCount: 5,
      skipVersionCheck: true,
    });
    worker.on('error', said.error);
    worker.on('ready', said.back);
    worker.on('failed', (job, error) => log.warn({ job: job?.name, error: error.message, attempt: job?.attemptsMade }, 'a job failed'));
    return worker;
  });

  return {
    close: async () => {
      await Promise.all(
        workers.map((w) => {
          const closed = w.close();
          return within(closed, FINISH_WITHIN_MS, 'close').catch(() => {
            closing.abort(new Error('shutting down'));
            return within(closed, ABORT_WITHIN_MS, 'close').catch(() =>
              within(w.close(true), 1_000, 'close').catch(() => w.disconnect().catch(() => undefined)),
            );
          });
        }),
      );
    },
  };
}

const isJob = (name: string): name is JobName => Object.hasOwn(catalog, name);

/** Parses, bounds and runs one job. Throws for BullMQ to count: data that can never fit is not tried again. */
async function runJob(
  { job, token }: { readonly job: Job; readonly token: string | undefined },
  handlers: JobHandlers,
  closing: AbortSignal,
): Promise<void> {
  const { name } = job;
  if (!isJob(name)) throw new UnrecoverableError(`no such job: ${name}`);
  const payload = catalog[name].payload.safeParse(job.data);
  if (!payload.success) throw new UnrecoverableError(`the data of ${name} does not fit its schema`);
  const { timeoutMs, anew } = specOf(name);
  const handler = handlers[name] as (payload: object, signal: AbortSignal) => Promise<Postponed | void>;
  const postponed = await bounded(timeoutMs, closing, (signal) => handler(payload.data, signal)).catch((error: unknown) => {
    if (anew && closing.aborted) return { againInMs: 0 };
    throw error;
  });
  if (!postponed) return;
  await job.moveToDelayed(Date.now() + postponed.againInMs, token);
  throw new DelayedError();
}

/**
 * Rejects as soon as the time is over or the worker closes, whatever the work does then. Not `AbortSignal.any`: on Node 20 that keeps
 * something of every job for as long as `closing` lives, which is as long as the process (1.2 KiB each, measured).
 */
function bounded<T>(timeoutMs: number, closing: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const end = (reason: Error): void => {
      controller.abort(reason);
      reject(reason);
    };
    const close = (): void => end(closing.reason instanceof Error ? closing.reason : new Error('shutting down'));
    const timer = setTimeout(() => end(new Error(`it took longer than ${timeoutMs} ms`)), timeoutMs);
    if (closing.aborted) close();
    else closing.addEventListener('abort', close, { once: true });
    void work(controller.signal)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        closing.removeEventListener('abort', close);
      });
  });
}
