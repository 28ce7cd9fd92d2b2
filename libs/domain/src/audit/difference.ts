import { type Json, toJson } from './canonical.js';

/** One difference. `path` is a JSON pointer (RFC 6901); what was not there is null. */
export interface AuditChange {
  readonly path: string;
  readonly before: Json;
  readonly after: Json;
}

/** Differences, parted by where they may stand. */
export interface Differences {
  /** In the record for ever. Secrets only as "changed"; personal ones not at all. */
  readonly changes: AuditChange[];
  /** Stand apart and can be erased. */
  readonly personal: AuditChange[];
}

/** Stands for a secret's old and new value. */
export const CHANGED = 'changed';

/** Bookkeeping of the row itself: says nothing that the event does not say. */
const NOISE = new Set(['createdAt', 'updatedAt', 'rowVersion']);
const isNoise = (name: string, value: Json): boolean => NOISE.has(name) || (name === 'version' && typeof value === 'number');
/** A member with such a name holds a secret, whatever its type. Host keys and public keys do not match. */
const SECRET = /passw|passphrase|secret|token|credential$|private_?key|recovery_?code|totp|cookie|csrf|hash$|^key$|^code$/i;
/** Tells about a person, or was written by one. */
const PERSONAL = /^(e-?mail|address(es)?From|lastUsedFrom|userAgent|reason|suspendReason|note|text|comment|givenName|familyName|subject)$/i;
/** Kinds of targets that are people: their names are personal data too. */
const PEOPLE = new Set(['person', 'member', 'invitation', 'session', 'passkey', 'identity']);
export const isPersonal = (targetKind: string): boolean => PEOPLE.has(targetKind);

const MOST_CHANGES = 200;
const LONGEST_TEXT = 1_000;

/**
 * What differs between two states of a thing, member by member. A thing that was made has no before, one that is gone no after.
 * What was sealed or hashed, passwords, keys and tokens are told as "changed" only; personal data comes back apart.
 */
export function differences(targetKind: string, before: unknown, after: unknown): Differences {
  const found: Differences = { changes: [], personal: [] };
  compare('', toJson(before), toJson(after), (change) => {
    const names = change.path.split('/');
    if (names.some((name) => SECRET.test(name))) found.changes.push({ path: change.path, before: null, after: CHANGED });
    else if (names.some((name) => PERSONAL.test(name)) || (isPersonal(targetKind) && names[1] === 'name')) found.personal.push(change);
    else found.changes.push(change);
  });
  return { changes: bounded(found.changes), personal: bounded(found.personal) };
}

/** A change that is far too large tells how many there were, instead of filling the table. */
const bounded = (changes: AuditChange[]): AuditChange[] =>
  changes.length <= MOST_CHANGES
    ? changes
    : [...changes.slice(0, MOST_CHANGES), { path: '', before: null, after: `${changes.length - MOST_CHANGES} more` }];

type Found = (change: AuditChange) => void;

function compare(path: string, before: Json, after: Json, found: Found): void {
  if (isNested(before) || isNested(after)) {
    // A secret is one thing: its parts (kind, length) are not told either. What is empty on both sides is no difference.
    const [a, b] = [membersOf(before), membersOf(after)];
    if (SECRET.test(path.split('/').at(-1) ?? '')) {
      if (JSON.stringify(before) !== JSON.stringify(after)) found({ path, before: null, after: null });
      return;
    }
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
      if (!isNoise(name, b[name] ?? a[name] ?? null))
        compare(`${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, a[name] ?? null, b[name] ?? null, found);
    // From nothing to something plain, or back: the members alone do not say that.
    if (!isNested(before) && before !== null) found({ path, before: cut(before), after: null });
    if (!isNested(after) && after !== null) found({ path, before: null, after: cut(after) });
  } else if (before !== after) found({ path, before: cut(before), after: cut(after) });
}

const isNested = (value: Json): value is Record<string, Json> | Json[] => value !== null && typeof value === 'object';
const membersOf = (value: Json): Record<string, Json> => (isNested(value) ? Object.fromEntries(Object.entries(value)) : {});
const cut = (value: Json): Json => (typeof value === 'string' && value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value);
