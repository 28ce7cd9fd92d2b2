import { type Job, UnrecoverableError, Worker } from 'bullmq';
import { catalog, type JobHandlers, type JobName, queueName, specOf } from './catalog.js';
import { optionsOf, patient, sayOnce, within } from './connection.js';
import type { Log } from './log.js';

export interface Consumer {
  /** Takes no new job, lets running ones finish for up to 3 s, then aborts them. */
  close(): Promise<void>;
}

/** Jobs of one process in flight, per queue. They wait for the network, not for the CPU. */
const CONCURRENCY = 16;
const FINISH_WITHIN_MS = 3_000;

/** Works on the jobs of an edge and on the upkeep of the whole installation. */
export function startConsumer(about: { redisUrl: string; edgeId: string; log: Log }, handlers: JobHandlers): Consumer {
  const { redisUrl, edgeId, log } = about;
  const said = sayOnce(log, 'no jobs arrive: redis is away');
  const closing = new AbortController();

  const workers = [queueName('edge', edgeId), queueName('upkeep', edgeId)].map((name) => {
    const worker = new Worker(name, (job) => runJob(job, handlers, closing.signal), {
      connection: { ...optionsOf(redisUrl), ...patient },
      prefix: 'stellwerk',
      concurrency: CONCURRENCY,
      lockDuration: 30_000,
      stalledInterval: 15_000,
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
        workers.map((w) =>
          within(w.close(), FINISH_WITHIN_MS, 'close').catch(() => {
            closing.abort(new Error('shutting down'));
            return within(w.close(true), 1_000, 'close').catch(() => w.disconnect().catch(() => undefined));
          }),
        ),
      );
    },
  };
}

const isJob = (name: string): name is JobName => Object.hasOwn(catalog, name);

/** Parses, bounds and runs one job. Throws for BullMQ to count: data that can never fit is not tried again. */
async function runJob(job: Pick<Job, 'name' | 'data'>, handlers: JobHandlers, closing: AbortSignal): Promise<void> {
  if (!isJob(job.name)) throw new UnrecoverableError(`no such job: ${job.name}`);
  const payload = catalog[job.name].payload.safeParse(job.data);
  if (!payload.success) throw new UnrecoverableError(`the data of ${job.name} does not fit its schema`);
  const { timeoutMs } = specOf(job.name);
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), closing]);
  const handler = handlers[job.name] as (payload: object, signal: AbortSignal) => Promise<void>;
  await Promise.race([handler(payload.data, signal), aborted(signal)]);
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted')), { once: true }),
  );
