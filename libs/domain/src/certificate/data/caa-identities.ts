/**
 * The names by which authorities recognise themselves in CAA records, as their certification practice statements list them (§4.2.1 of each,
 * compared 22 Nov 2026): one authority goes by several, and any of them permits it.
 */
const IDENTITIES: Readonly<Record<string, readonly string[]>> = {
  'Let’s Encrypt': ['letsencrypt.org'],
  'Google Trust Services': ['pki.goog'],
  DigiCert: ['digicert.com', 'geotrust.com', 'thawte.com', 'rapidssl.com', 'symantec.com'],
  Sectigo: ['sectigo.com', 'comodoca.com', 'comodo.com', 'usertrust.com', 'trust-provider.com'],
  Certum: ['certum.pl', 'certum.eu'],
};
const AUTHORITIES: ReadonlyMap<string, string> = new Map(
  Object.entries(IDENTITIES).flatMap(([authority, names]) => names.map((name) => [name, authority] as const)),
);

/** The authority (`CaDeadline.authority`) behind a CAA name; null for one that nobody has looked up. */
export const authorityOf = (identity: string): string | null => AUTHORITIES.get(identity.toLowerCase()) ?? null;

/** Whether a permission for one CAA name permits an authority that goes by another. */
export const sameAuthority = (a: string, b: string): boolean =>
  a.toLowerCase() === b.toLowerCase() || (authorityOf(a) !== null && authorityOf(a) === authorityOf(b));
