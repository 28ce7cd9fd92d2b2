import { type Child, start } from './child.js';
import type { LinkCommands } from './processes/link.js';
import type { LoadCommands } from './processes/load.js';

/** Anything that must be stopped again. */
export interface Stoppable {
  stop(): Promise<void>;
}

/** What a row works with. Whatever it starts it hands to `using`, and it is stopped in reverse order when the row ends, however it ends. */
export interface Bench {
  readonly load: Child<LoadCommands>;
  readonly link: Child<LinkCommands>;
  /** Fewer and shorter rounds: to see that everything works, not to be quoted. */
  readonly quick: boolean;
  using<T extends Stoppable>(thing: T): T;
  /** One line for the person who waits. */
  say(line: string): void;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs `work` with a fresh load generator and link, and stops everything afterwards. Rejects past `boundSeconds`. */
export async function within<T>(
  options: { readonly quick: boolean; readonly boundSeconds: number; readonly say: (line: string) => void },
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const stack: Stoppable[] = [];
  const using = <S extends Stoppable>(thing: S): S => {
    stack.push(thing);
    return thing;
  };
  const bench: Bench = {
    load: using(start<LoadCommands>('load')),
    link: using(start<LinkCommands>('link')),
    quick: options.quick,
    using,
    say: options.say,
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`gave up after ${options.boundSeconds} s`)), options.boundSeconds * 1000);
  });
  try {
    return await Promise.race([work(bench), late]);
  } finally {
    clearTimeout(timer);
    for (const thing of stack.reverse())
      await thing.stop().catch((error: unknown) => options.say(`could not stop cleanly: ${String(error)}`));
  }
}

/**
 * Measures every contender once a round, for `count` rounds after one that only warms up. The order turns with each round, so
 * that nobody always runs first. All contenders stay up the whole time: what drifts, drifts for all.
 */
export async function rounds<K extends string, T>(
  count: number,
  contenders: Readonly<Record<K, () => Promise<T>>>,
): Promise<Record<K, T[]>> {
  const names = Object.keys(contenders) as K[];
  const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<K, T[]>;
  for (let round = -1; round < count; round += 1) {
    const turn = (round + 1) % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const result = await contenders[name]();
      if (round >= 0) results[name].push(result);
    }
  }
  return results;
}

/** Ratio of each round, ours over the peer's. */
export const pairwise = <T>(ours: readonly T[], peer: readonly T[], of: (result: T) => number): readonly number[] =>
  ours.map((mine, round) => {
    const theirs = peer[round];
    return theirs === undefined ? Number.NaN : of(mine) / of(theirs);
  });
