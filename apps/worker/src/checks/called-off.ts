/**
 * Does work under a signal that aborts with the first of several, or when its time is over. Not `AbortSignal.any`: on Node 20 that keeps
 * something of every signal it made for as long as one of its sources lives (1.2 KiB each, measured), and some here live as long as the process.
 */
export async function calledOffBy<T>(
  sources: readonly AbortSignal[],
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new Error('called off'));
  const timer = setTimeout(abort, timeoutMs);
  for (const source of sources) {
    if (source.aborted) abort();
    else source.addEventListener('abort', abort, { once: true });
  }
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    for (const source of sources) source.removeEventListener('abort', abort);
  }
}
