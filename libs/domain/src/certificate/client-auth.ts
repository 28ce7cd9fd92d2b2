import type { FindingEntry } from '../check/finding-text.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { day, deadline, moment } from '../text/dates.js';
import { value } from '../text/words.js';
import { bridgeParams, clientAuthOptions } from './client-auth-options.js';
import { CHROME_DEADLINE, type DeadlineClaim } from './data/ca-deadlines.js';
import { deadlineOf, nextLifetimeMs } from './deadlines.js';
import { type CertificateFacts, EKU_CLIENT_AUTH } from './facts.js';
import { expiresAtMs, lifetimeMs } from './level.js';
import { allows } from './purpose.js';
import { aboutCertificate, found, isPublic } from './rule.js';
import { from, issuer, lines, lookAt, name } from './sentences.js';
import type { CertificateSubject } from './subject.js';

type Values = Parameters<FindingEntry['title']['de']>[0];
const sourcesDe = (p: Values): string =>
  `${p.conflicting === true ? 'Die Quellen widersprechen sich; gerechnet wird mit dem früheren Datum, das dieses Zertifikat nicht widerlegt. ' : ''}Quellen: ${value(p, 'sources', '–')}.`;
const sourcesEn = (p: Values): string =>
  `${p.conflicting === true ? 'Sources contradict each other; the earlier date that this certificate does not disprove is used. ' : ''}Sources: ${value(p, 'sources', '–')}.`;
const SOURCE = from('Chrome Root Program Policy 1.8 §1.3.2, announcements of the authorities');

export const CLIENT_AUTH_FINDINGS = {
  'client-auth-ends': {
    rule: 'FED-07',
    source: SOURCE,
    title: {
      de: (p) => `Federation über ${name(p)} bricht am ${day(p, 'breaksAt', 'de')}`,
      en: (p) => `Federation through ${name(p)} breaks on ${day(p, 'breaksAt', 'en')}`,
    },
    text: {
      de: (p) =>
        `Dieses Zertifikat ist das letzte von ${issuer(p)} mit clientAuth: Ab dem ${deadline(p, 'ends', 'de')} wird es so nicht mehr ausgestellt (${value(p, 'authority', '–')}), die Erneuerung steht um den ${deadline(p, 'renewalAt', 'de')} an. Wird der Nachfolger ausgewählt, fällt die ausgehende Richtung schon dann aus, sonst mit dem Ablauf. ${sourcesDe(p)}`,
      en: (p) =>
        `This is the last certificate of ${issuer(p)} with clientAuth: from ${deadline(p, 'ends', 'en')} on none is issued (${value(p, 'authority', '–')}), and the renewal is due around ${deadline(p, 'renewalAt', 'en')}. Once its successor is selected the outbound direction fails, otherwise when it expires. ${sourcesEn(p)}`,
    },
    fix: {
      de: (p) =>
        lines(
          ...(p.passed === true
            ? clientAuthOptions(p, 'de')
            : [
                `Erneuern Sie das Zertifikat für ${name(p)} noch vor dem ${deadline(p, 'ends', 'de')} mit der längsten möglichen Laufzeit und ausdrücklich gewähltem clientAuth; das verschiebt das Ende.`,
                'Klären Sie bis dahin mit den Partnern, ob sie clientAuth verlangen, und mit dem Hersteller, ob ein anderer Stand das Serverzertifikat auch ausgehend vorlegt.',
              ]),
          'Behalten Sie das jetzige Zertifikat ausgewählt, solange es gilt, und lassen Sie den ACME-Client es nicht löschen (simple-acme: --keepexisting).',
          lookAt(p, '-dates -issuer -ext extendedKeyUsage'),
        ),
      en: (p) =>
        lines(
          ...(p.passed === true
            ? clientAuthOptions(p, 'en')
            : [
                `Renew the certificate for ${name(p)} before ${deadline(p, 'ends', 'en')} for the longest possible time with clientAuth explicitly chosen; it puts off the end.`,
                'By then find out from the partners whether they demand clientAuth, and from the vendor whether another build presents the server certificate outbound, too.',
              ]),
          'Keep the present certificate selected while it is valid, and do not let the ACME client delete it (simple-acme: --keepexisting).',
          lookAt(p, '-dates -issuer -ext extendedKeyUsage'),
        ),
    },
  },
  'client-auth-ends-later': {
    rule: 'FED-07',
    source: SOURCE,
    title: {
      de: (p) => `clientAuth für ${name(p)} wird ab dem ${deadline(p, 'ends', 'de')} nicht mehr ausgestellt`,
      en: (p) => `clientAuth for ${name(p)} is not issued from ${deadline(p, 'ends', 'en')} on`,
    },
    text: {
      de: (p) =>
        `Die nächste Erneuerung bei ${issuer(p)} (um den ${deadline(p, 'renewalAt', 'de')}) kann clientAuth noch enthalten; bei planmäßiger Erneuerung läuft das letzte solche Zertifikat am ${moment(p, 'breaksAt', 'de')} ab. ${sourcesDe(p)}`,
      en: (p) =>
        `The next renewal with ${issuer(p)} (around ${deadline(p, 'renewalAt', 'en')}) can still have clientAuth; renewed on schedule, the last such certificate expires on ${moment(p, 'breaksAt', 'en')}. ${sourcesEn(p)}`,
    },
    fix: {
      de: (p) =>
        `Wählen Sie bei der nächsten Erneuerung für ${name(p)} clientAuth ausdrücklich, und planen Sie für die Zeit nach dem ${deadline(p, 'ends', 'de')}.`,
      en: (p) =>
        `Choose clientAuth explicitly at the next renewal for ${name(p)}, and plan for the time after ${deadline(p, 'ends', 'en')}.`,
    },
  },
  'client-auth-end-unknown': {
    rule: 'FED-07',
    source: SOURCE,
    title: {
      de: (p) => `Wie lange ${issuer(p)} clientAuth ausstellt, ist nicht bekannt`,
      en: (p) => `How long ${issuer(p)} issues clientAuth is not known`,
    },
    text: {
      de: (p) =>
        `Das Zertifikat für ${name(p)} wurde nach jeder bekannten Frist noch mit clientAuth ausgestellt, oder seine Stelle ist nicht zu erkennen.`,
      en: (p) => `The certificate for ${name(p)} was issued with clientAuth after every known deadline, or its authority cannot be told.`,
    },
    fix: {
      de: (p) => `Fragen Sie ${issuer(p)}, bis wann clientAuth ausgestellt wird.`,
      en: (p) => `Ask ${issuer(p)} until when clientAuth is issued.`,
    },
  },
} as const satisfies Record<string, FindingEntry>;
export type ClientAuthCode = keyof typeof CLIENT_AUTH_FINDINGS;

/** When a federation loses clientAuth. Times are milliseconds since 1970. */
export interface ClientAuthEnd {
  readonly authority: string;
  readonly claim: DeadlineClaim;
  /** Other sources that name a later day. */
  readonly rivals: readonly DeadlineClaim[];
  /** When the certificate of today is renewed on schedule (or now, when that is overdue). */
  readonly renewalAt: number;
  /** The certificate of today is the last one. */
  readonly isLast: boolean;
  /** When the last certificate with clientAuth expires. */
  readonly breaksAt: number;
}

/** Nobody renews more often than hourly; seconds of validity would be counted one by one up to a day years ahead. */
const SHORTEST_STEP = 3_600_000;

/** The earliest deadline that the certificate itself does not disprove by having been issued with clientAuth after it. */
function claimFor(certificate: CertificateFacts): Pick<ClientAuthEnd, 'authority' | 'claim' | 'rivals'> | null {
  const row = deadlineOf(certificate);
  const issued = Date.parse(certificate.notBefore);
  const all = [
    ...(row?.claims ?? []).map((claim) => ({ authority: row?.authority ?? '', claim })),
    ...CHROME_DEADLINE.claims.map((claim) => ({ authority: CHROME_DEADLINE.authority, claim })),
  ].sort((a, b) => Date.parse(a.claim.ends) - Date.parse(b.claim.ends));
  const first = all.find(({ claim }) => Date.parse(claim.ends) > issued);
  if (first === undefined) return null;
  const rivals = (row?.claims ?? []).filter((claim) => Date.parse(claim.ends) > issued && claim.ends !== first.claim.ends);
  return { ...first, rivals };
}

/**
 * Predicts when a federation loses clientAuth: the certificate is renewed at two thirds of its life for as long as its authority still puts
 * clientAuth in; the last one that has it breaks the federation when it expires (domain reference §5.1, §5.2).
 * @returns null where no deadline applies
 */
export function clientAuthEnd(certificate: CertificateFacts, now: number): ClientAuthEnd | null {
  const claim = claimFor(certificate);
  if (claim === null) return null;
  const ends = Date.parse(claim.claim.ends);
  let life = lifetimeMs(certificate);
  let expires = expiresAtMs(certificate);
  const renewalAt = Math.max(now, expires - life / 3);
  // A validity of no length would be renewed for ever at the same moment.
  if (life <= 0) return null;
  let renewal = renewalAt;
  while (renewal < ends) {
    life = Math.max(SHORTEST_STEP, nextLifetimeMs(certificate, renewal));
    expires = renewal + life;
    renewal = expires - life / 3;
  }
  return { ...claim, renewalAt, isLast: renewalAt >= ends, breaksAt: expires };
}

/** FED-07: a certificate that has clientAuth today, and when it cannot be renewed with it any more. Nothing where it has none (CRT-08 says so). */
export function judgeClientAuthEnd(subject: CertificateSubject, now: number): readonly RuleResult<ClientAuthCode>[] {
  const { certificate, role } = subject;
  if (role !== 'sip-federation' || !allows(certificate, EKU_CLIENT_AUTH) || expiresAtMs(certificate) <= now) return [];
  const about = aboutCertificate(subject);
  const key = ['FED-07', certificate.sha256] as const;
  const open = isPublic(subject);
  if (open === false) return [fine('FED-07', about, certificate.sha256)];
  const end = open === null && deadlineOf(certificate) === null ? null : clientAuthEnd(certificate, now);
  if (end === null) return [found(key, 'unable-to-tell', 'client-auth-end-unknown', about)];
  const params = {
    ...about,
    authority: end.authority,
    ends: end.claim.ends,
    sources: [end.claim, ...end.rivals].map((claim) => `${claim.source.from}: ${claim.ends.slice(0, 10)}`),
    conflicting: end.rivals.length > 0,
    renewalAt: new Date(end.renewalAt).toISOString(),
    breaksAt: new Date(end.breaksAt).toISOString(),
    passed: Date.parse(end.claim.ends) <= now,
    ...bridgeParams(now),
  };
  return [end.isLast ? found(key, 'warn', 'client-auth-ends', params) : found(key, 'info', 'client-auth-ends-later', params)];
}
