import type { Log } from './log.js';

export interface Shutdown {
  /**
   * Remembers what to do when the process ends. Steps run one after another, the last remembered first: what was opened
   * last is closed first. A step that throws or takes longer than `timeoutMs` is reported and passed over.
   */
  onShutdown(name: string, step: () => unknown, timeoutMs?: number): void;
  /** Ends the process in order; further calls wait for the first. */
  begin(reason: string): Promise<void>;
  /** True from the first moment of the end: accept nothing new. */
  readonly ending: boolean;
}

export interface ShutdownOptions {
  readonly log: Log;
  /** Listens to SIGTERM and SIGINT; a second signal ends the process at once. True unless told. */
  readonly signals?: boolean;
  /** `process.exit` unless told. */
  readonly exit?: (code: number) => void;
}

const DEFAULT_TIMEOUT_MS = 10_000;

async function within(step: () => unknown, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>(
    (_, reject) => (timer = setTimeout(() => reject(new Error(`took longer than ${timeoutMs} ms`)), timeoutMs)),
  );
  try {
    await Promise.race([Promise.resolve().then(step), late]);
  } finally {
    clearTimeout(timer);
  }
}

export function createShutdown({ log, signals = true, exit = (code) => process.exit(code) }: ShutdownOptions): Shutdown {
  const steps: { name: string; step: () => unknown; timeoutMs: number }[] = [];
  let end: Promise<void> | null = null;

  const run = async (reason: string): Promise<void> => {
    log.info({ reason }, 'shutting down');
    let failed = 0;
    for (let next = steps.pop(); next; next = steps.pop()) {
      try {
        await within(next.step, next.timeoutMs);
      } catch (error) {
        failed += 1;
        log.error({ step: next.name, error }, 'a step of the shutdown failed');
      }
    }
    log.info({ failed }, 'shut down');
    exit(failed > 0 ? 1 : 0);
  };
  const begin = (reason: string): Promise<void> => (end ??= run(reason));

  if (signals) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (end) {
          log.warn({ signal }, 'second signal: ending at once');
          exit(1);
        }
        void begin(signal);
      });
    }
  }
  return {
    begin,
    onShutdown: (name, step, timeoutMs = DEFAULT_TIMEOUT_MS) => void steps.push({ name, step, timeoutMs }),
    get ending() {
      return end !== null;
    },
  };
}
