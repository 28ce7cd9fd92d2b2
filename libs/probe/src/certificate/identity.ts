import { context, Der, TAG } from './der.js';

/** What joins a certificate to its issuer and its issuer's lists: the bytes themselves, since names are compared as they stand. */
export interface Identity {
  /** Content octets of the serial number. */
  readonly serial: Buffer;
  readonly issuer: Buffer;
  readonly subject: Buffer;
}

/** @throws Malformed */
export function identityOf(certificate: Buffer): Identity {
  const der = new Der(certificate);
  const tbs = der.enter(der.enter(der.next(TAG.sequence)).next(TAG.sequence));
  tbs.optional(context(0, true));
  const serial = der.content(tbs.next(TAG.integer));
  tbs.next(TAG.sequence);
  const issuer = der.whole(tbs.next(TAG.sequence));
  tbs.next(TAG.sequence);
  return { serial, issuer, subject: der.whole(tbs.next(TAG.sequence)) };
}
