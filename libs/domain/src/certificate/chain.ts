import type { FindingEntry } from '../check/finding-text.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { moment } from '../text/dates.js';
import { value, when } from '../text/words.js';
import { deadlineOf } from './deadlines.js';
import type { CertificateFacts } from './facts.js';
import { expiresAtMs } from './level.js';
import { aboutCertificate, found, isPublic } from './rule.js';
import { atDe, atEn, from, issuer, lines, lookAt, name } from './sentences.js';
import type { CertificateSubject } from './subject.js';

const RFC = from('RFC 8446 §4.4.2');
const MONTH = 30 * 86_400_000;
const intermediate = (p: Parameters<FindingEntry['title']['de']>[0]): string => value(p, 'intermediate', '–');
const sendChain: FindingEntry['fix'] = {
  de: (p) =>
    lines(
      `Senden Sie${atDe(p)} das Zertifikat für ${name(p)}, dann jedes Zwischenzertifikat in der Reihenfolge der Ausstellung, ohne Stammzertifikat (bei ACME: fullchain.pem; unter Windows: das Zwischenzertifikat in „Zwischenzertifizierungsstellen“ des lokalen Computers).`,
      when(p, 'issuerUrl', (url) => `Das fehlende Zertifikat gibt ${issuer(p)} hier heraus: ${url}`),
      lookAt(p, '-subject -issuer'),
    ),
  en: (p) =>
    lines(
      `Send the certificate for ${name(p)}${atEn(p)}, then every intermediate in the order of issuance, without the root (ACME: fullchain.pem; Windows: the intermediate in “Intermediate Certification Authorities” of the local computer).`,
      when(p, 'issuerUrl', (url) => `${issuer(p)} publishes the missing certificate here: ${url}`),
      lookAt(p, '-subject -issuer'),
    ),
};

export const CHAIN_FINDINGS = {
  'chain-incomplete': {
    rule: 'CRT-05',
    source: RFC,
    title: { de: (p) => `Zwischenzertifikat fehlt: ${name(p)}`, en: (p) => `Intermediate certificate is missing: ${name(p)}` },
    text: {
      de: (p) =>
        `Gesendet wurden ${value(p, 'sent', '?')} Zertifikat(e), das letzte ausgestellt von ${value(p, 'lastIssuer', '–')}. Ein Browser lädt Fehlendes oft nach, ein SIP-Server oder Telefon nicht.`,
      en: (p) =>
        `${value(p, 'sent', '?')} certificate(s) were sent, the last one issued by ${value(p, 'lastIssuer', '–')}. A browser often fetches what is missing, a SIP server or phone does not.`,
    },
    fix: sendChain,
  },
  'chain-ends-unknown': {
    rule: 'CRT-05',
    source: RFC,
    title: {
      de: (p) => `Zertifikatskette endet bei einem Unbekannten: ${name(p)}`,
      en: (p) => `Certificate chain ends at an unknown issuer: ${name(p)}`,
    },
    text: {
      de: (p) =>
        `Das letzte gesendete Zertifikat ist ausgestellt von ${value(p, 'lastIssuer', '–')}; das ist weder mitgesendet noch ein Stammzertifikat, dem Mozilla oder Microsoft vertrauen. Entweder fehlt ein Zwischenzertifikat, oder die Stelle ist privat.`,
      en: (p) =>
        `The last certificate sent is issued by ${value(p, 'lastIssuer', '–')}, which is neither sent nor a root that Mozilla or Microsoft trust. Either an intermediate is missing, or the authority is private.`,
    },
    fix: {
      de: (p) =>
        `${sendChain.de(p)}\nIst die Stelle privat, brauchen alle Gegenstellen ihr Stammzertifikat; fremde Partner und Browser haben es nicht.`,
      en: (p) =>
        `${sendChain.en(p)}\nIf the authority is private, every peer needs its root; foreign partners and browsers do not have it.`,
    },
  },
  'chain-unordered': {
    rule: 'CRT-05',
    source: from('RFC 5246 §7.4.2'),
    title: { de: (p) => `Zertifikatskette in falscher Reihenfolge: ${name(p)}`, en: (p) => `Certificate chain out of order: ${name(p)}` },
    text: {
      de: () =>
        'Nicht jedes gesendete Zertifikat ist vom folgenden ausgestellt. TLS 1.2 verlangt das; ältere Gegenstellen lehnen die Kette ab.',
      en: () => 'Not every certificate sent is issued by the one after it. TLS 1.2 demands that; older peers refuse the chain.',
    },
    fix: sendChain,
  },
  'root-sent': {
    rule: 'CRT-05',
    source: RFC,
    title: { de: () => 'Das Stammzertifikat wird mitgesendet', en: () => 'The root certificate is sent too' },
    text: {
      de: (p) => `${intermediate(p)} muss die Gegenstelle ohnehin kennen; es mitzusenden kostet nur Zeit und ändert am Vertrauen nichts.`,
      en: (p) => `The peer has to know ${intermediate(p)} anyway; sending it costs time and changes nothing about trust.`,
    },
    fix: {
      de: (p) => lines(`Nehmen Sie ${intermediate(p)} aus der gesendeten Kette.`, lookAt(p, '-subject -issuer')),
      en: (p) => lines(`Take ${intermediate(p)} out of the chain that is sent.`, lookAt(p, '-subject -issuer')),
    },
  },
  'intermediate-expired': {
    rule: 'CRT-05',
    source: from('RFC 5280 §6.1.3'),
    title: { de: (p) => `Zwischenzertifikat abgelaufen: ${intermediate(p)}`, en: (p) => `Intermediate has expired: ${intermediate(p)}` },
    text: {
      de: (p) => `Es galt bis ${moment(p, 'notAfter', 'de')}. Gegenstellen ohne einen anderen Pfad lehnen ${name(p)} ab.`,
      en: (p) => `It was valid until ${moment(p, 'notAfter', 'en')}. Peers without another path refuse ${name(p)}.`,
    },
    fix: sendChain,
  },
  'intermediate-expires-first': {
    rule: 'CRT-05',
    source: from('RFC 5280 §6.1.3'),
    title: {
      de: (p) => `Zwischenzertifikat läuft früher ab als das Zertifikat: ${intermediate(p)}`,
      en: (p) => `Intermediate expires before the certificate: ${intermediate(p)}`,
    },
    text: {
      de: (p) => `Es gilt nur bis ${moment(p, 'notAfter', 'de')}; danach hält die Kette von ${name(p)} nicht mehr.`,
      en: (p) => `It is valid only until ${moment(p, 'notAfter', 'en')}; after that the chain of ${name(p)} does not hold.`,
    },
    fix: sendChain,
  },
  'chain-unknown': {
    rule: 'CRT-05',
    source: RFC,
    title: { de: () => 'Ob die Kette vollständig ist, ist nicht zu erkennen', en: () => 'Whether the chain is complete cannot be told' },
    text: {
      de: (p) => `Die Kette${atDe(p)} wurde mit keiner Liste von Stammzertifikaten verglichen.`,
      en: (p) => `The chain${atEn(p)} was compared with no list of roots.`,
    },
    fix: { de: () => '', en: () => '' },
  },
} as const satisfies Record<string, FindingEntry>;
export type ChainCode = keyof typeof CHAIN_FINDINGS;

const shown = (certificate: CertificateFacts): string =>
  certificate.subjectCommonName ?? (certificate.subject || certificate.sha256.slice(0, 16));

function judgeIntermediate(subject: CertificateSubject, one: CertificateFacts, now: number): RuleResult<ChainCode> {
  const expires = expiresAtMs(one);
  const key = ['CRT-05', one.sha256] as const;
  const params = { ...aboutCertificate(subject), intermediate: shown(one), notAfter: one.notAfter };
  const breaksAt = new Date(expires).toISOString();
  if (one.selfSigned) return found(key, 'info', 'root-sent', params);
  // Another path that holds (a cross-signature) makes it a defect, not an outage.
  const holds = subject.trust.some((programme) => programme.trusted);
  if (expires <= now) return found(key, holds ? 'warn' : 'fail', 'intermediate-expired', { ...params, breaksAt });
  if (expires >= expiresAtMs(subject.certificate)) return fine('CRT-05', params, one.sha256);
  return found(key, expires - now < MONTH ? 'warn' : 'info', 'intermediate-expires-first', { ...params, breaksAt });
}

/** The whole: complete and in order. */
function judgeWhole(subject: CertificateSubject, chain: readonly CertificateFacts[]): RuleResult<ChainCode> {
  const { certificate, trust, chainOrdered } = subject;
  const about = { ...aboutCertificate(subject), sent: chain.length };
  const whole = ['CRT-05', ''] as const;
  if (certificate.selfSigned) return fine('CRT-05', about);
  if (!trust.some((one) => one.trusted) && trust.some((one) => one.problem === 'incomplete-chain')) {
    const last = chain.at(-1) ?? certificate;
    const params = { ...about, lastIssuer: last.issuer, issuerUrl: last.issuerUrls[0] ?? '' };
    // Without a sign of a public authority the issuer may as well be a private root, which is rightly not sent.
    if (isPublic(subject) === true || deadlineOf(certificate) !== null) return found(whole, 'fail', 'chain-incomplete', params);
    return found(whole, subject.role === 'any-server' ? 'warn' : 'fail', 'chain-ends-unknown', params);
  }
  if (!chainOrdered) return found(whole, 'warn', 'chain-unordered', about);
  if (trust.length === 0) return found(whole, 'unable-to-tell', 'chain-unknown', about);
  return fine('CRT-05', about);
}

/**
 * CRT-05: the chain as sent, never as a store fills it up: complete, ordered, without root, no intermediate expired. Each certificate above
 * the leaf is judged by itself. Nothing for an upload, which sends no chain.
 */
export function judgeChain(subject: CertificateSubject, now: number): readonly RuleResult<ChainCode>[] {
  const { chain } = subject;
  if (chain === null) return [];
  const above = new Map(chain.slice(1).map((one) => [one.sha256, one]));
  above.delete(subject.certificate.sha256);
  return [judgeWhole(subject, chain), ...[...above.values()].map((one) => judgeIntermediate(subject, one, now))];
}
