import { readFileSync } from 'node:fs';
import type { TrustFacts } from '@stellwerk/domain';
import { context, Der, TAG } from '../certificate/der.js';
import { type Hashed, sha256 } from '../certificate/hash.js';
import { readName } from '../certificate/name.js';
import { readTime } from '../certificate/time.js';

export type Programme = TrustFacts['programme'];
export const PROGRAMMES: readonly Programme[] = ['mozilla', 'microsoft'];

export interface Root extends Hashed {
  /** As it is shown, and in lower case for comparison. */
  readonly name: string;
  readonly subject: string;
  /** ISO 8601. */
  readonly notAfter: string;
  readonly programmes: readonly Programme[];
}

export interface Roots {
  /** Name and date of each list, as it is shown. */
  readonly lists: Readonly<Record<Programme, string>>;
  readonly bySubject: ReadonlyMap<string, readonly Root[]>;
  readonly byHash: ReadonlyMap<string, Root>;
}

/** One list of roots out of its text: see the head of `data/roots.tsv`. */
export function readRoots(text: string): Roots {
  const lists = { mozilla: '', microsoft: '' };
  const bySubject = new Map<string, Root[]>();
  const byHash = new Map<string, Root>();
  for (const line of text.split('\n')) {
    const named = /^# (mozilla|microsoft): (.+)$/.exec(line);
    if (named !== null) lists[named[1] as Programme] = named[2] ?? '';
    const [marks, base64] = line.startsWith('#') ? [] : line.split('\t');
    if (!marks || !base64) continue;
    const root = outline(Buffer.from(base64, 'base64'), [
      ...(marks.includes('M') ? (['mozilla'] as const) : []),
      ...(marks.includes('W') ? (['microsoft'] as const) : []),
    ]);
    byHash.set(root.sha256, root);
    bySubject.set(root.subject, [...(bySubject.get(root.subject) ?? []), root]);
  }
  return { lists, bySubject, byHash };
}

/** As much of a root as a path needs. Reading all of it, with its own signature, would take a tenth of a second for the whole list. */
function outline(bytes: Buffer, programmes: readonly Programme[]): Root {
  const der = new Der(bytes);
  const tbs = der.enter(der.enter(der.next(TAG.sequence)).next(TAG.sequence));
  tbs.optional(context(0, true));
  tbs.next(TAG.integer);
  tbs.next(TAG.sequence);
  tbs.next(TAG.sequence);
  const validity = der.enter(tbs.next(TAG.sequence));
  validity.next();
  const notAfter = readTime(der, validity.next());
  const name = readName(der, tbs.next(TAG.sequence)).line;
  return { der: bytes, sha256: sha256(bytes), name, subject: name.toLowerCase(), notAfter, programmes };
}

let shipped: Roots | null = null;
/** The lists this release came with (decision 0025); read when first asked for. */
export const shippedRoots = (): Roots => (shipped ??= readRoots(readFileSync(new URL('../../data/roots.tsv', import.meta.url), 'utf8')));
