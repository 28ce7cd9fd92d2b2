/** A run counts as on time when it begins within this share of the interval around its slot. */
export const ON_TIME_SHARE = 0.05;

/** FNV-1a over the characters of a check's id: spreads what people made in a row over the whole interval. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0;
  // The last characters of FNV stir the low bits most; one more round stirs the rest.
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) >>> 0;
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39) >>> 0;
  return (h ^ (h >>> 15)) >>> 0;
}

/** A number in [0, 1) that belongs to this check and this purpose, and never changes. */
export const shareOf = (checkId: string, purpose = ''): number => hash(`${checkId}${purpose}`) / 0x1_0000_0000;

/**
 * Where in its interval a check runs: a pure hash of its id, so that ten thousand checks are spread evenly and every process agrees without
 * asking. Milliseconds after a whole multiple of the interval (Unix time); never 0.
 */
export const slotOffsetMs = (checkId: string, intervalSeconds: number): number =>
  1 + Math.floor(shareOf(checkId) * (intervalSeconds * 1_000 - 1));

/** The first slot after `now`, both in milliseconds since the epoch. */
export function nextSlot(checkId: string, intervalSeconds: number, now: number): number {
  const every = intervalSeconds * 1_000;
  const offset = slotOffsetMs(checkId, intervalSeconds);
  return Math.floor((now - offset) / every) * every + offset + every;
}

/**
 * When a check that ran at `now` is due again. A run that begins a little early, because two clocks differ, has served the slot it was for:
 * without that it would run twice.
 */
export const nextRunAt = (checkId: string, intervalSeconds: number, now: number): number =>
  nextSlot(checkId, intervalSeconds, now + intervalSeconds * 1_000 * ON_TIME_SHARE);

/** Whether a slot has come: exactly then, or so little before that a clock may differ. */
export const slotHasCome = (dueAt: number, intervalSeconds: number, now: number): boolean =>
  now >= dueAt - intervalSeconds * 1_000 * ON_TIME_SHARE;
