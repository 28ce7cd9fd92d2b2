/** One budget of time for a piece of work, joined with the caller's own wish to stop. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Milliseconds left, at least 0. */
  remainingMs(): number;
  /** Must be called when the work is over: lets go of the timer and of the caller's signal. */
  dispose(): void;
}

/** AbortSignal.any would do, but it keeps its sources alive too long on Node 20, and this runs for every relayed connection. */
export function startDeadline(timeoutMs: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const endsAt = performance.now() + timeoutMs;
  const timer = setTimeout(abort, timeoutMs);
  if (parent?.aborted) abort();
  else parent?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    remainingMs: () => Math.max(0, endsAt - performance.now()),
    dispose: () => {
      clearTimeout(timer);
      parent?.removeEventListener('abort', abort);
    },
  };
}

/** Settles with the promise, or with `otherwise` as soon as the signal aborts. The promise's own late failure is not lost on anybody. */
export function orWhenAborted<T, U>(promise: Promise<T>, signal: AbortSignal, otherwise: U): Promise<T | U> {
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve(otherwise);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
