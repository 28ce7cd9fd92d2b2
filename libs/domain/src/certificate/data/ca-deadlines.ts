import type { RuleSource } from '../../check/finding-text.js';

/** What one source says about the last day on which an authority puts clientAuth into a certificate. */
export interface DeadlineClaim {
  /** ISO 8601: the first moment at which no certificate with clientAuth is issued any more. */
  readonly ends: string;
  readonly source: RuleSource;
  /** Said by somebody other than the authority itself. */
  readonly secondHand?: true;
}

/**
 * An authority and until when it issues certificates with clientAuth. Sources contradict each other and dates move (twice within twelve
 * months), so that each claim is kept with its source; `certificate/client-auth.ts` weighs them.
 */
export interface CaDeadline {
  readonly authority: string;
  /** Of the issuer's organisation, lower-cased; the first row that matches is taken. */
  readonly organizations: readonly RegExp[];
  /** Narrows by the issuer's common name where one organisation has several brands. */
  readonly commonNames?: readonly RegExp[];
  readonly claims: readonly DeadlineClaim[];
  /** One can still buy a certificate with clientAuth there until the deadline, if it is chosen when ordering. */
  readonly orderable: boolean;
}

const on = '2026-11-22';
const claim = (ends: string, from: string, secondHand?: true): DeadlineClaim => ({
  ends: `${ends}T00:00:00Z`,
  source: { from, checkedOn: on },
  secondHand,
});

/** Every authority whose roots Chrome ships: leaf certificates issued on or after this day may carry serverAuth only. */
export const CHROME_DEADLINE: CaDeadline = {
  authority: 'Chrome Root Program',
  organizations: [],
  claims: [claim('2027-03-15', 'Chrome Root Program Policy 1.8 §1.3.2')],
  orderable: false,
};

export const CA_DEADLINES: readonly CaDeadline[] = [
  {
    authority: 'Let’s Encrypt',
    organizations: [/^let['’]s encrypt$/, /^internet security research group$/, /^isrg$/],
    // `classic` ended on 11 Feb 2026; `tlsclient`, the last profile that had it, on 8 July 2026.
    claims: [claim('2026-07-08', 'letsencrypt.org/docs/profiles (14 Jul 2026)')],
    orderable: false,
  },
  {
    authority: 'Google Trust Services',
    organizations: [/^google trust services( llc)?$/],
    claims: [claim('2026-04-13', 'pki.goog: clientAuth removal')],
    orderable: false,
  },
  {
    authority: 'DigiCert',
    organizations: [/^digicert(,? inc\.?)?$/, /^digicert,? inc/, /^geotrust/, /^thawte/, /^rapidssl/],
    claims: [claim('2027-03-01', 'knowledge.digicert.com ALERT53 (3 Mar 2026)')],
    orderable: true,
  },
  {
    // Issues under Sectigo's name or its own; a certificate says which.
    authority: 'Trustico',
    organizations: [/^trustico/, /^the trustico group/],
    claims: [claim('2026-10-31', 'shop.trustico.com')],
    orderable: false,
  },
  {
    authority: 'ZeroSSL',
    organizations: [/^zerossl/],
    claims: [claim('2025-10-15', 'caddyserver/caddy #7320', true)],
    orderable: false,
  },
  {
    authority: 'Sectigo',
    organizations: [/^sectigo/, /^comodo ca/, /^the usertrust network/],
    claims: [claim('2026-05-15', 'sectigo.com FAQ'), claim('2027-02-10', 'support.openprovider.eu (April 2026)', true)],
    orderable: true,
  },
  {
    authority: 'Certum',
    organizations: [/^asseco data systems/, /^unizeto technologies/, /^certum/],
    claims: [claim('2026-05-15', 'support.certum.eu (October 2025)')],
    orderable: false,
  },
];
