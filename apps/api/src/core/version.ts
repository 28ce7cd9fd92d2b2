import { Refusal } from '../http/refusal.js';

/** What the caller believes to change: a version, `*` for whatever there is, null when it did not say. */
export type IfMatch = number | '*' | null;

/** How a change is meant: which version of the object, and whether it is only a rehearsal. */
export interface Changing {
  readonly dryRun: boolean;
  readonly ifMatch: IfMatch;
}

/** The entity tag of a version (RFC 9110 §8.8.3); always strong. */
export const etagOf = (version: number): string => `"${version}"`;

/**
 * The version an `If-Match` header names. What cannot be one of ours (a weak tag, a list, another text) matches nothing:
 * version-mismatch, as RFC 9110 §13.1.1 wants it.
 */
export function ifMatchOf(header: string | undefined): IfMatch {
  const text = header?.trim();
  if (text === undefined || text === '') return null;
  if (text === '*') return '*';
  const version = /^"(\d{1,9})"$/.exec(text)?.[1];
  if (version === undefined) throw new Refusal('version-mismatch');
  return Number(version);
}

/**
 * Refuses with version-mismatch when the object is not the one the caller read. `current` must come from a row that this
 * transaction holds (`lock` of the repos, or an UPDATE that carries the version): else two callers could both be right.
 */
export function expectVersion(current: number, ifMatch: IfMatch): void {
  if (ifMatch === null || ifMatch === '*' || ifMatch === current) return;
  throw new Refusal('version-mismatch', { headers: { etag: etagOf(current) } });
}
