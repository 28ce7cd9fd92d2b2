import { generateSecret, generateURI, verify } from 'otplib';

// RFC 6238 as every authenticator app speaks it: SHA-1, six digits, steps of 30 seconds. SHA-1 is no weakness in an HMAC.
const PERIOD_S = 30;
/** One step back and one ahead: for slow typing and for clocks that differ (RFC 6238 §5.2). */
const TOLERANCE_S = PERIOD_S;

/** A secret for an authenticator app: 160 random bits in base32 (RFC 4226 §4). */
export const newTotpSecret = (): string => generateSecret();

/** `otpauth://` as authenticator apps read it from a QR code. */
export const totpUri = (account: { readonly issuer: string; readonly label: string; readonly secret: string }): string =>
  generateURI(account);

/**
 * The time step that a code belongs to; null: wrong, or too old. A code is good for its step only, so keep the step and take none that is not later.
 * @param at milliseconds since the epoch
 */
export async function totpStep(secret: string, code: string, at: number): Promise<number | null> {
  if (!/^\d{6}$/.test(code)) return null;
  const epoch = Math.floor(at / 1000);
  const found = await verify({ secret, token: code, epoch, period: PERIOD_S, epochTolerance: TOLERANCE_S });
  return found.valid && 'timeStep' in found ? found.timeStep : null;
}
