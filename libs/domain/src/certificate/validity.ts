import type { FindingEntry } from '../check/finding-text.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { day, deadline, moment } from '../text/dates.js';
import { value } from '../text/words.js';
import { VALIDITY_LIMITS, VALIDITY_LIMITS_SOURCE } from './data/validity-limits.js';
import { certificateLevel, expiresAtMs, lifetimeMs } from './level.js';
import { aboutCertificate, found, isPublic } from './rule.js';
import { atDe, atEn, from, installDe, installEn, issuer, lines, lookAt, name } from './sentences.js';
import type { CertificateSubject } from './subject.js';

const DAY = 86_400_000;
/** Days of a short-lived certificate would all be 0: below two days hours are counted. */
const span = (ms: number): { readonly left: number; readonly unit: 'days' | 'hours' } =>
  Math.abs(ms) < 2 * DAY
    ? { left: Math.floor(Math.abs(ms) / 3_600_000), unit: 'hours' }
    : { left: Math.floor(Math.abs(ms) / DAY), unit: 'days' };

const UNITS = {
  days: { de: ['Tag', 'Tage', 'Tagen'], en: ['day', 'days'] },
  hours: { de: ['Stunde', 'Stunden', 'Stunden'], en: ['hour', 'hours'] },
} as const;
type Values = Parameters<FindingEntry['title']['de']>[0];
const unit = (p: Values): keyof typeof UNITS => (p.unit === 'hours' ? 'hours' : 'days');
const isUnderAnHour = (p: Values): boolean => p.left === 0 && unit(p) === 'hours';
/** `noch 9 Tage`; dative: `seit 3 Tagen`. */
const leftDe = (p: Values, dative = false): string =>
  isUnderAnHour(p) ? 'weniger als einer Stunde' : `${value(p, 'left', '0')} ${UNITS[unit(p)].de[p.left === 1 ? 0 : dative ? 2 : 1]}`;
const leftEn = (p: Values): string =>
  isUnderAnHour(p) ? 'less than an hour' : `${value(p, 'left', '0')} ${UNITS[unit(p)].en[p.left === 1 ? 0 : 1]}`;

const POLICY = from('Stellwerk: thresholds relative to the lifetime');
const renewal: FindingEntry['fix'] = {
  de: (p) =>
    lines(
      `Erneuern Sie das Zertifikat für ${name(p)} bei ${issuer(p)} vor dem ${moment(p, 'notAfter', 'de')}. ${installDe(p)}`,
      lookAt(p, '-dates -serial'),
    ),
  en: (p) =>
    lines(
      `Renew the certificate for ${name(p)} with ${issuer(p)} before ${moment(p, 'notAfter', 'en')}. ${installEn(p)}`,
      lookAt(p, '-dates -serial'),
    ),
};
const runsOut: FindingEntry['title'] = {
  de: (p) => `Zertifikat für ${name(p)} läuft in ${leftDe(p, true)} ab`,
  en: (p) => `Certificate for ${name(p)} expires in ${leftEn(p)}`,
};

export const VALIDITY_FINDINGS = {
  'certificate-due': {
    rule: 'CRT-01',
    source: POLICY,
    title: {
      de: (p) => `Zertifikat für ${name(p)} ist zur Erneuerung fällig`,
      en: (p) => `Certificate for ${name(p)} is due for renewal`,
    },
    text: {
      de: (p) =>
        `Weniger als ein Drittel der Laufzeit ist übrig (noch ${leftDe(p)}). Eine planmäßige Erneuerung nach zwei Dritteln wäre jetzt schon geschehen; das Zertifikat${atDe(p)} ist noch das alte.`,
      en: (p) =>
        `Less than a third of its lifetime is left (${leftEn(p)}). A renewal on schedule, at two thirds, would have happened by now; the certificate${atEn(p)} is still the old one.`,
    },
    fix: renewal,
  },
  'certificate-expiring': {
    rule: 'CRT-01',
    source: POLICY,
    title: runsOut,
    text: {
      de: (p) =>
        `Das Zertifikat${atDe(p)} gilt bis ${moment(p, 'notAfter', 'de')}; von ${value(p, 'lifetimeDays', '?')} Tagen Laufzeit ist weniger als ein Viertel übrig. Die planmäßige Erneuerung ist ausgeblieben.`,
      en: (p) =>
        `The certificate${atEn(p)} is valid until ${moment(p, 'notAfter', 'en')}; of a lifetime of ${value(p, 'lifetimeDays', '?')} days less than a quarter is left. The renewal on schedule did not happen.`,
    },
    fix: renewal,
  },
  'certificate-critical': {
    rule: 'CRT-01',
    source: POLICY,
    title: runsOut,
    text: {
      de: (p) =>
        `Das Zertifikat${atDe(p)} gilt nur noch bis ${moment(p, 'notAfter', 'de')} und wurde nicht erneuert. Danach lehnen Gegenstellen die Verbindung ab.`,
      en: (p) =>
        `The certificate${atEn(p)} is valid only until ${moment(p, 'notAfter', 'en')} and was not renewed. After that peers refuse the connection.`,
    },
    fix: renewal,
  },
  'certificate-expired': {
    rule: 'CRT-01',
    source: from('RFC 5280 §4.1.2.5'),
    title: {
      de: (p) => `Zertifikat für ${name(p)} ist seit ${leftDe(p, true)} abgelaufen`,
      en: (p) => `Certificate for ${name(p)} expired ${leftEn(p)} ago`,
    },
    text: {
      de: (p) =>
        `Die letzte gültige Sekunde war ${moment(p, 'notAfter', 'de')}. Gegenstellen, die prüfen, lehnen das Zertifikat${atDe(p)} ab.`,
      en: (p) => `Its last valid second was ${moment(p, 'notAfter', 'en')}. Peers that check refuse the certificate${atEn(p)}.`,
    },
    fix: {
      de: (p) => lines(`Erneuern Sie das Zertifikat für ${name(p)} bei ${issuer(p)} jetzt. ${installDe(p)}`, lookAt(p, '-dates -serial')),
      en: (p) => lines(`Renew the certificate for ${name(p)} with ${issuer(p)} now. ${installEn(p)}`, lookAt(p, '-dates -serial')),
    },
  },
  'certificate-not-yet-valid': {
    rule: 'CRT-01',
    source: from('RFC 5280 §4.1.2.5'),
    title: {
      de: (p) => `Zertifikat für ${name(p)} ist noch nicht gültig`,
      en: (p) => `Certificate for ${name(p)} is not valid yet`,
    },
    text: {
      de: (p) => `Das Zertifikat${atDe(p)} gilt erst ab ${moment(p, 'notBefore', 'de')}.`,
      en: (p) => `The certificate${atEn(p)} is valid only from ${moment(p, 'notBefore', 'en')}.`,
    },
    fix: {
      de: (p) =>
        lines(
          `Verwenden Sie bis ${moment(p, 'notBefore', 'de')} das bisherige Zertifikat für ${name(p)}, oder lassen Sie es mit früherem Beginn ausstellen.`,
          lookAt(p, '-dates'),
        ),
      en: (p) =>
        lines(
          `Keep using the previous certificate for ${name(p)} until ${moment(p, 'notBefore', 'en')}, or have it issued with an earlier start.`,
          lookAt(p, '-dates'),
        ),
    },
  },
  'validity-too-long': {
    rule: 'CRT-02',
    source: VALIDITY_LIMITS_SOURCE,
    title: {
      de: (p) => `Zertifikat für ${name(p)} gilt länger als erlaubt`,
      en: (p) => `Certificate for ${name(p)} is valid for longer than allowed`,
    },
    text: {
      de: (p) =>
        `Ausgestellt am ${day(p, 'notBefore', 'de')} für ${value(p, 'lengthDays', '?')} Tage; öffentliche Zertifizierungsstellen dürfen ab ${deadline(p, 'limitFrom', 'de')} höchstens ${value(p, 'limitDays', '?')} Tage vergeben. Browser können es abweisen.`,
      en: (p) =>
        `Issued on ${day(p, 'notBefore', 'en')} for ${value(p, 'lengthDays', '?')} days; from ${deadline(p, 'limitFrom', 'en')} on public authorities may give ${value(p, 'limitDays', '?')} days at most. Browsers may refuse it.`,
    },
    fix: {
      de: (p) =>
        `Lassen Sie das Zertifikat für ${name(p)} von ${issuer(p)} mit höchstens ${value(p, 'limitDays', '?')} Tagen neu ausstellen. ${installDe(p)}`,
      en: (p) =>
        `Have the certificate for ${name(p)} reissued by ${issuer(p)} for ${value(p, 'limitDays', '?')} days at most. ${installEn(p)}`,
    },
  },
  'private-authority': {
    rule: 'CRT-02',
    source: VALIDITY_LIMITS_SOURCE,
    title: {
      de: () => 'Private Zertifizierungsstelle: hier gilt diese Regel nicht',
      en: () => 'Private authority: this rule does not apply here',
    },
    text: {
      de: (p) => `${issuer(p)} ist keine öffentliche Zertifizierungsstelle; Laufzeitgrenzen und Zertifikatsprotokolle binden nur diese.`,
      en: (p) => `${issuer(p)} is not a public authority; limits of validity and certificate logs bind only those.`,
    },
    fix: { de: () => '', en: () => '' },
  },
  'authority-unknown': {
    rule: 'CRT-02',
    source: VALIDITY_LIMITS_SOURCE,
    title: {
      de: () => 'Öffentliche oder private Zertifizierungsstelle: nicht zu erkennen',
      en: () => 'Public or private authority: cannot be told',
    },
    text: {
      de: (p) => `Zu ${issuer(p)} ließ sich aus dem Gesendeten kein Pfad bauen; ob die Grenzen öffentlicher Stellen gelten, bleibt offen.`,
      en: (p) => `No path to ${issuer(p)} could be built from what was sent; whether the limits of public authorities apply stays open.`,
    },
    fix: {
      de: (p) => `Senden Sie${atDe(p)} die vollständige Kette.`,
      en: (p) => `Send the full chain${atEn(p)}.`,
    },
  },
} as const satisfies Record<string, FindingEntry>;
export type ValidityCode = keyof typeof VALIDITY_FINDINGS;

const LEVELS = {
  due: ['info', 'certificate-due'],
  warn: ['warn', 'certificate-expiring'],
  critical: ['fail', 'certificate-critical'],
  expired: ['fail', 'certificate-expired'],
  'not-yet-valid': ['fail', 'certificate-not-yet-valid'],
} as const;

/** CRT-01: how close to its end, relative to its own lifetime. */
export function judgeLevel(subject: CertificateSubject, now: number): RuleResult<ValidityCode> {
  const { certificate } = subject;
  const level = certificateLevel(certificate, now);
  const expires = expiresAtMs(certificate);
  const params = {
    ...aboutCertificate(subject),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    lifetimeDays: Math.round(lifetimeMs(certificate) / DAY),
    ...span(expires - now),
    level,
  };
  if (level === 'ok') return fine('CRT-01', params, certificate.sha256);
  const [status, code] = LEVELS[level];
  const key = ['CRT-01', certificate.sha256] as const;
  if (level === 'not-yet-valid') return found(key, status, code, params);
  return found(key, status, code, { ...params, breaksAt: new Date(expires).toISOString() });
}

/** CRT-02: validity against the limit of the day it was issued; any excess over whole days counts as another day. */
export function judgeLength(subject: CertificateSubject): RuleResult<ValidityCode> {
  const { certificate } = subject;
  const open = isPublic(subject);
  const key = ['CRT-02', certificate.sha256] as const;
  if (open === false) return found(key, 'skipped', 'private-authority', aboutCertificate(subject));
  if (open === null) return found(key, 'unable-to-tell', 'authority-unknown', aboutCertificate(subject));
  const issued = Date.parse(certificate.notBefore);
  const limit = VALIDITY_LIMITS.find((row) => issued >= Date.parse(row.issuedFrom));
  const lengthDays = Math.ceil(lifetimeMs(certificate) / DAY);
  const params = {
    ...aboutCertificate(subject),
    notBefore: certificate.notBefore,
    lengthDays,
    limitDays: limit?.maximumDays ?? 0,
    limitFrom: limit?.issuedFrom ?? '',
  };
  if (limit === undefined || lengthDays <= limit.maximumDays) return fine('CRT-02', params, certificate.sha256);
  return found(key, 'warn', 'validity-too-long', params);
}
