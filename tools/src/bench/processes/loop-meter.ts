import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Loaded into a worker with `--import`: samples the delay of its event loop every 10 ms and tells the parent when asked. It is
 * the only thing the benchmark adds to the process it measures (about 1 % of a core by itself).
 */
const RESOLUTION_MS = 10;
const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
loop.enable();

process.on('message', (message) => {
  if (message !== 'loop') return;
  // The sampler's own interval is part of what it records.
  const over = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  process.send?.({ p99Ms: over(loop.percentile(99)), maxMs: over(loop.max) });
  loop.reset();
});
process.channel?.unref();
