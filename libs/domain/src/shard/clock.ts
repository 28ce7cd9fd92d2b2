/** What another clock said between two looks at the own one. All in milliseconds since the epoch. */
export interface ClockLook {
  /** The own clock before the question. */
  readonly asked: number;
  /** The own clock after the answer. */
  readonly answered: number;
  /** What the other clock said somewhere in between. */
  readonly database: number;
}

/** An answer that took longer says too little: it may be off by half of this. Milliseconds. */
const LONGEST_MS = 2_000;

/**
 * Milliseconds that the other clock is ahead of the own one (Cristian's algorithm, 1989), or what was known before when this
 * look says nothing: it took too long, or the own clock was set back meanwhile. A difference that the time of the answer could explain is none.
 */
export function skewOf(look: ClockLook, before: number): number {
  const took = look.answered - look.asked;
  if (took < 0 || took > LONGEST_MS) return before;
  const skew = look.database - (look.asked + took / 2);
  return Math.abs(skew) <= took / 2 ? 0 : Math.round(skew);
}
