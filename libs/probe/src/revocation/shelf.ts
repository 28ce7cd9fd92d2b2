import type { Crl } from './crl.js';

/** A list, or why there is none. */
export type Fetched = Crl | string;

interface Place {
  readonly content: Promise<Fetched>;
  /** Milliseconds since 1970; infinite while it is being fetched. */
  until: number;
  bytes: number;
}

const LONGEST_MS = 6 * 3_600_000;
/** An outdated or missing list is not asked for at every turn. */
const SHORTEST_MS = 300_000;
const MAX_BYTES = 64 * 1_048_576;
const MAX_PLACES = 2_048;

/** Keeps lists by address: each until its next update, but five minutes to six hours; one fetch at a time; the oldest make room. */
export class Shelf {
  private readonly places = new Map<string, Place>();
  private bytes = 0;

  constructor(private readonly now: () => number) {}

  get(key: string, fetch: () => Promise<Fetched>): Promise<Fetched> {
    const known = this.places.get(key);
    if (known && known.until > this.now()) return known.content;
    this.drop(key);
    const place: Place = { content: fetch(), until: Infinity, bytes: 0 };
    this.places.set(key, place);
    return place.content.then((fetched) => {
      place.until = this.now() + (typeof fetched === 'string' ? SHORTEST_MS : freshFor(fetched, this.now()));
      if (this.places.get(key) === place) this.weigh(place, typeof fetched === 'string' ? 0 : fetched.bytes.length);
      return fetched;
    });
  }

  private weigh(place: Place, bytes: number): void {
    place.bytes = bytes;
    this.bytes += bytes;
    for (const [key, oldest] of this.places) {
      if (this.bytes <= MAX_BYTES && this.places.size <= MAX_PLACES) return;
      if (oldest !== place && oldest.until !== Infinity) this.drop(key);
    }
  }

  private drop(key: string): void {
    this.bytes -= this.places.get(key)?.bytes ?? 0;
    this.places.delete(key);
  }
}

function freshFor({ nextUpdate }: Crl, now: number): number {
  const left = nextUpdate === null ? SHORTEST_MS : Date.parse(nextUpdate) - now;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, left));
}
