import { LETS_ENCRYPT_CLASSIC } from '../certificate/data/issuance-profiles.js';
import { VALIDITY_LIMITS } from '../certificate/data/validity-limits.js';
import type { AcmeSettings } from './federation.js';

/** How long the next certificates will be valid, from when on; latest first. `days` may be a fraction (160 hours). */
export interface Lifetime {
  readonly from: string;
  readonly days: number;
}

/** Let's Encrypt's profiles besides `classic` (letsencrypt.org/docs/profiles, read 22 Nov 2026). */
const LETS_ENCRYPT_PROFILES: Readonly<Record<string, readonly Lifetime[]>> = {
  tlsserver: [
    { from: '2026-05-13T00:00:00Z', days: 45 },
    { from: '2015-12-03T00:00:00Z', days: 90 },
  ],
  shortlived: [{ from: '2015-12-03T00:00:00Z', days: 160 / 24 }],
};

const isLetsEncrypt = (intendedCa: string | null): boolean => intendedCa === null || intendedCa === 'letsencrypt.org';

/** Profiles that Let's Encrypt has closed, and when (ISO 8601): an order that names one is refused. */
const ENDED_PROFILES: Readonly<Record<string, string>> = { tlsclient: '2026-07-08T00:00:00Z' };

/** When the profile that a client asks for was closed; null while it can be ordered, or nobody knows. `now`: milliseconds since 1970. */
export function profileEnd(intendedCa: string | null, profile: string | null, now: number): string | null {
  const end = isLetsEncrypt(intendedCa) ? ENDED_PROFILES[profile?.toLowerCase() ?? ''] : undefined;
  return end !== undefined && Date.parse(end) <= now ? end : null;
}

/** What an authority's certificates live; where it is unknown, the longest that is allowed. */
function lifetimes(intendedCa: string | null, profile: string | null): readonly Lifetime[] {
  if (!isLetsEncrypt(intendedCa)) {
    return VALIDITY_LIMITS.map(({ issuedFrom, maximumDays }) => ({ from: issuedFrom, days: maximumDays }));
  }
  return LETS_ENCRYPT_PROFILES[profile?.toLowerCase() ?? ''] ?? LETS_ENCRYPT_CLASSIC;
}

/** The lifetime of a certificate issued at `now` (milliseconds since 1970), and the next change of it. */
export function expectedLifetime(
  intendedCa: string | null,
  profile: string | null,
  now: number,
): { readonly days: number; readonly next: Lifetime | null } {
  const phases = lifetimes(intendedCa, profile);
  const index = phases.findIndex(({ from }) => Date.parse(from) <= now);
  const current = phases[index] ?? phases.at(-1);
  return { days: current?.days ?? 90, next: phases[index - 1] ?? null };
}

/** simple-acme and win-acme, which write to the Windows store themselves, and clear it; what other clients get is put there by hand. */
export const keepsWindowsStore = ({ client }: Pick<AcmeSettings, 'client'>): boolean => client === 'simple-acme' || client === 'win-acme';

/**
 * On which day of a certificate's life the client renews. simple-acme (and win-acme, its origin) take the earlier of the set day (55 unless
 * set) and seven days before the end; the server's own suggestion (ARI) can only make it earlier, and suggests about two thirds.
 * @returns null where nobody said and the client has no default that is known
 */
export function renewalDay(acme: AcmeSettings, days: number): number | null {
  const windows = keepsWindowsStore(acme);
  const set = acme.renewalDays ?? (windows ? 55 : null);
  const byServer = acme.ari === true ? (days * 2) / 3 : null;
  const guarded = set === null ? null : windows ? Math.max(0, Math.min(set, days - 7)) : set;
  if (guarded === null) return byServer;
  return byServer === null ? guarded : Math.min(guarded, byServer);
}
