/** One line of a search, as far as it is looked at. */
export interface LogEntry {
  readonly id: string;
  readonly serial: string;
  /** Lower case. */
  readonly names: readonly string[];
  /** As told; ISO 8601 without a zone, so that text compares as time does. */
  readonly notBefore: string;
}

const MAX_ENTRIES = 20_000;
/** The newest ones: what is looked for is a renewal that nobody put into service. */
const CHOSEN = 5;

/** Reads the list of a search. What is no entry is left out; null when it is no list at all. */
export function readEntries(text: string): readonly LogEntry[] | null {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return null;
  }
  return Array.isArray(list) ? list.slice(0, MAX_ENTRIES).flatMap((item: unknown) => readEntry(item) ?? []) : null;
}

function readEntry(item: unknown): LogEntry | null {
  if (typeof item !== 'object' || item === null) return null;
  const { id, serial_number: serial, name_value: names, not_before: notBefore } = item as Readonly<Record<string, unknown>>;
  const number = typeof id === 'number' || typeof id === 'string' ? String(id) : '';
  if (!/^\d{1,20}$/.test(number) || typeof serial !== 'string' || typeof names !== 'string' || typeof notBefore !== 'string') return null;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(notBefore)) return null;
  return { id: number, serial: serial.toLowerCase().slice(0, 64), names: names.toLowerCase().split('\n').slice(0, 200), notBefore };
}

const isLarger = (a: string, b: string): boolean => (a.length === b.length ? a > b : a.length > b.length);
const isNewer = (a: LogEntry, b: LogEntry): boolean => (a.notBefore === b.notBefore ? isLarger(a.id, b.id) : a.notBefore > b.notBefore);

/**
 * The newest certificates that are for this very name, wildcards included. A certificate and the draft of it that was logged first share their
 * number. One pass, however many there are.
 */
export function chooseEntries(entries: readonly LogEntry[], name: string): readonly LogEntry[] {
  const wildcard = `*${name.slice(name.indexOf('.'))}`;
  const chosen: LogEntry[] = [];
  for (const entry of entries) {
    if (!entry.names.includes(name) && !entry.names.includes(wildcard)) continue;
    const same = chosen.findIndex(({ serial }) => serial === entry.serial);
    if (same >= 0 && !isNewer(entry, chosen[same] ?? entry)) continue;
    if (same >= 0) chosen.splice(same, 1);
    const place = chosen.findIndex((other) => isNewer(entry, other));
    chosen.splice(place < 0 ? chosen.length : place, 0, entry);
    chosen.length = Math.min(chosen.length, CHOSEN);
  }
  return chosen;
}
