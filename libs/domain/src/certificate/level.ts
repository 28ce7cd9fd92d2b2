import type { CertificateFacts } from './facts.js';

/** How close a certificate is to its end, relative to its own lifetime (domain reference §7.4). `due`: a renewal on schedule would be done by now. */
export const CERTIFICATE_LEVELS = ['ok', 'due', 'warn', 'critical', 'expired', 'not-yet-valid'] as const;
export type CertificateLevel = (typeof CERTIFICATE_LEVELS)[number];

const SECOND = 1_000;
const DAY = 86_400_000;

type Validity = Pick<CertificateFacts, 'notBefore' | 'notAfter'>;

/** Length of the validity period in milliseconds; `notAfter` is the last valid second, so it counts (RFC 5280 §4.1.2.5, BR §6.3.2). */
export const lifetimeMs = (certificate: Validity): number => Date.parse(certificate.notAfter) - Date.parse(certificate.notBefore) + SECOND;

/** The first millisecond at which it is no longer valid. */
export const expiresAtMs = (certificate: Validity): number => Date.parse(certificate.notAfter) + SECOND;

/** When a client that renews at two thirds of the lifetime renews (RFC 9773 and the authorities' guidance). */
export const renewalAtMs = (certificate: Validity): number => expiresAtMs(certificate) - lifetimeMs(certificate) / 3;

/** From what remaining time on each level begins: strictly less than. */
export const thresholdsMs = (certificate: Validity): { readonly due: number; readonly warn: number; readonly critical: number } => {
  const life = lifetimeMs(certificate);
  return { due: life / 3, warn: Math.min(life / 4, 30 * DAY), critical: Math.min(life / 8, 14 * DAY) };
};

/** The level at `now` (milliseconds since 1970). */
export function certificateLevel(certificate: Validity, now: number): CertificateLevel {
  const left = expiresAtMs(certificate) - now;
  if (left <= 0) return 'expired';
  if (now < Date.parse(certificate.notBefore)) return 'not-yet-valid';
  const { due, warn, critical } = thresholdsMs(certificate);
  return left < critical ? 'critical' : left < warn ? 'warn' : left < due ? 'due' : 'ok';
}
