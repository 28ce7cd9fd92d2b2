import { greet } from './load-client.js';

/**
 * Tries a second, all ports together. Two hundred ports asked every 10 ms took a quarter of the machine from the contender with
 * the fewest processes, since the scheduler shares by process.
 */
const TRIES_PER_SECOND = 4_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks every port for an echo until each has given one, and tells when: milliseconds of the wall clock, so that the
 * moment of a failure in another process can be subtracted. NaN for a port that stayed silent to the deadline.
 */
export async function untilEcho(input: { ports: readonly number[]; timeoutMs: number; patienceMs?: number }): Promise<readonly number[]> {
  const deadline = Date.now() + input.timeoutMs;
  const restMs = Math.max(10, (input.ports.length / TRIES_PER_SECOND) * 1000);
  const one = async (port: number): Promise<number> => {
    while (Date.now() < deadline) {
      const answered = await greet(port, input.patienceMs ?? 1000).then(
        () => true,
        () => false,
      );
      if (answered) return Date.now();
      await pause(restMs);
    }
    return Number.NaN;
  };
  return Promise.all(input.ports.map(one));
}

interface Standing {
  stop: boolean;
  over: Promise<void>;
  bytes: number;
}

const standing = new Map<number, Standing>();
let last = 0;

/** Keeps `streams` transfers running through a port until `release`. */
export function burden(input: {
  port: number;
  way: 'up' | 'down';
  streams: number;
  transfer: (way: 'up' | 'down', bytes: number) => Promise<unknown>;
}): number {
  const chunk = 4 << 20;
  const state: Standing = { stop: false, over: Promise.resolve(), bytes: 0 };
  const lane = async (): Promise<void> => {
    while (!state.stop) {
      const moved = await input.transfer(input.way, chunk).then(
        () => true,
        () => false,
      );
      if (moved) state.bytes += chunk;
      else await pause(200);
    }
  };
  state.over = Promise.all(Array.from({ length: input.streams }, lane)).then(() => undefined);
  standing.set((last += 1), state);
  return last;
}

/** Asks for no further transfers and gives the bytes moved so far. */
export function release(handle: number): number {
  const state = standing.get(handle);
  if (!state) return 0;
  state.stop = true;
  standing.delete(handle);
  return state.bytes;
}
