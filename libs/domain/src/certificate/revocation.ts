import type { FindingEntry } from '../check/finding-text.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { moment } from '../text/dates.js';
import { value, when } from '../text/words.js';
import { aboutCertificate, found } from './rule.js';
import { atDe, atEn, from, installDe, installEn, issuer, name } from './sentences.js';
import type { CertificateSubject } from './subject.js';

const RFC = from('RFC 5280 §5');
const BR = from('CA/B Forum BR 2.2.6 §4.9.7, §7.1.2.11.2');
const WHY: Readonly<Record<string, { readonly de: string; readonly en: string }>> = {
  unreachable: { de: 'Die Sperrliste war nicht zu laden.', en: 'The revocation list could not be fetched.' },
  'too-large': { de: 'Die Sperrliste ist zu groß.', en: 'The revocation list is too large.' },
  malformed: { de: 'Die Sperrliste ist nicht lesbar.', en: 'The revocation list cannot be read.' },
  'bad-signature': { de: 'Die Signatur der Sperrliste hält nicht.', en: 'The signature of the revocation list does not hold.' },
  expired: {
    de: 'Die Sperrliste ist veraltet; der Aussteller hat keine neue veröffentlicht.',
    en: 'The revocation list is out of date; the issuer has published no new one.',
  },
  'issuer-unknown': {
    de: 'Der Server hat das Zertifikat des Ausstellers nicht mitgeschickt; ohne es beweist die Sperrliste nichts.',
    en: 'The server did not send its issuer’s certificate; without it the revocation list proves nothing.',
  },
  'other-scope': {
    de: 'Die Sperrliste gilt für andere Zertifikate desselben Ausstellers.',
    en: 'The revocation list is about other certificates of the same issuer.',
  },
  'unsupported-address': {
    de: 'Die Sperrliste liegt nur an einer Adresse, die nicht über http erreichbar ist.',
    en: 'The revocation list is only at an address that http does not reach.',
  },
};
const why = (p: Parameters<FindingEntry['title']['de']>[0], locale: 'de' | 'en'): string => WHY[value(p, 'problem', '')]?.[locale] ?? '';
const none = { de: () => '', en: () => '' };

export const REVOCATION_FINDINGS = {
  'certificate-revoked': {
    rule: 'CRT-10',
    source: RFC,
    title: { de: (p) => `Zertifikat für ${name(p)} ist gesperrt`, en: (p) => `Certificate for ${name(p)} is revoked` },
    text: {
      de: (p) =>
        `${issuer(p)} hat es gesperrt${when(p, 'revokedAt', () => ` (${moment(p, 'revokedAt', 'de')})`)}${when(p, 'reason', (r) => `, Grund: ${r}`)}. Gegenstellen, die Sperrlisten prüfen, lehnen es${atDe(p)} ab.`,
      en: (p) =>
        `${issuer(p)} revoked it${when(p, 'revokedAt', () => ` (${moment(p, 'revokedAt', 'en')})`)}${when(p, 'reason', (r) => `, reason: ${r}`)}. Peers that check revocation lists refuse it${atEn(p)}.`,
    },
    fix: {
      de: (p) =>
        `Lassen Sie für ${name(p)} ein neues Zertifikat mit einem neuen Schlüssel ausstellen, und klären Sie mit ${issuer(p)}, warum gesperrt wurde (Seriennummer ${value(p, 'serial', '–')}). ${installDe(p)}`,
      en: (p) =>
        `Have a new certificate with a new key issued for ${name(p)}, and find out from ${issuer(p)} why it was revoked (serial number ${value(p, 'serial', '–')}). ${installEn(p)}`,
    },
  },
  'revocation-unknown': {
    rule: 'CRT-10',
    source: RFC,
    title: { de: (p) => `Sperrung von ${name(p)} nicht zu erkennen`, en: (p) => `Revocation of ${name(p)} cannot be told` },
    text: {
      de: (p) => `${why(p, 'de')}${when(p, 'crlUrl', (url) => ` ${url}`)}`.trim(),
      en: (p) => `${why(p, 'en')}${when(p, 'crlUrl', (url) => ` ${url}`)}`.trim(),
    },
    fix: none,
  },
  'revocation-only-ocsp': {
    rule: 'CRT-10',
    source: BR,
    title: { de: () => 'Sperrung nur über OCSP veröffentlicht', en: () => 'Revocation published through OCSP only' },
    text: {
      de: (p) => `${issuer(p)} nennt keine Sperrliste, nur OCSP; Stellwerk prüft Sperrlisten.`,
      en: (p) => `${issuer(p)} names no revocation list, only OCSP; Stellwerk checks revocation lists.`,
    },
    fix: none,
  },
  'revocation-not-published': {
    rule: 'CRT-10',
    source: BR,
    title: { de: () => 'Keine Sperrliste veröffentlicht', en: () => 'No revocation list published' },
    text: {
      de: (p) =>
        `Das Zertifikat von ${issuer(p)} nennt keine Sperrliste. Für sehr kurz gültige Zertifikate und private Stellen ist das in Ordnung.`,
      en: (p) =>
        `The certificate of ${issuer(p)} names no revocation list. For very short-lived certificates and private authorities that is fine.`,
    },
    fix: none,
  },
} as const satisfies Record<string, FindingEntry>;
export type RevocationCode = keyof typeof REVOCATION_FINDINGS;

/** CRT-10: revocation by list. A missing OCSP URL is never complained of: authorities have switched their responders off. */
export function judgeRevocation(subject: CertificateSubject): readonly RuleResult<RevocationCode>[] {
  const { revocation, certificate } = subject;
  if (revocation === null) return [];
  const { status, revokedAt, reason, crlUrl, problem } = revocation;
  const params = {
    ...aboutCertificate(subject),
    ...(revokedAt === null ? {} : { revokedAt }),
    ...(reason === null ? {} : { reason }),
    ...(crlUrl === null ? {} : { crlUrl }),
    ...(problem === null ? {} : { problem }),
  };
  const key = ['CRT-10', certificate.sha256] as const;
  if (status === 'good') return [fine('CRT-10', params, certificate.sha256)];
  if (status === 'revoked') return [found(key, 'fail', 'certificate-revoked', params)];
  if (status === 'unable-to-tell') return [found(key, 'unable-to-tell', 'revocation-unknown', params)];
  return certificate.ocspUrls.length > 0
    ? [found(key, 'unable-to-tell', 'revocation-only-ocsp', params)]
    : [found(key, 'skipped', 'revocation-not-published', params)];
}
