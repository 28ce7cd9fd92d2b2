import type { FindingEntry } from '../check/finding-text.js';
import type { CertificateRole } from '../check/kinds.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { deadline } from '../text/dates.js';
import { when } from '../text/words.js';
import { bridgeParams, clientAuthOptions } from './client-auth-options.js';
import { lastClaimOf } from './deadlines.js';
import { type CertificateFacts, EKU_ANY, EKU_CLIENT_AUTH, EKU_SERVER_AUTH } from './facts.js';
import { aboutCertificate, found } from './rule.js';
import { atDe, atEn, from, installDe, installEn, issuer, lines, lookAt, name } from './sentences.js';
import type { CertificateSubject } from './subject.js';

export const PURPOSE_FINDINGS = {
  'server-auth-missing': {
    rule: 'CRT-08',
    source: from('RFC 5280 §4.2.1.12, S3 §3.5 (C-2)'),
    title: {
      de: (p) => `Zertifikat für ${name(p)} ist nicht für Server bestimmt`,
      en: (p) => `Certificate for ${name(p)} is not meant for servers`,
    },
    text: {
      de: (p) => `Der erweiterten Schlüsselverwendung fehlt serverAuth. Clients, die prüfen, lehnen das Zertifikat${atDe(p)} ab.`,
      en: (p) => `Its extended key usage lacks serverAuth. Clients that check refuse the certificate${atEn(p)}.`,
    },
    fix: {
      de: (p) => lines(`Lassen Sie für ${name(p)} ein Serverzertifikat ausstellen. ${installDe(p)}`, lookAt(p, '-ext extendedKeyUsage')),
      en: (p) => lines(`Have a server certificate issued for ${name(p)}. ${installEn(p)}`, lookAt(p, '-ext extendedKeyUsage')),
    },
  },
  'client-auth-missing': {
    rule: 'CRT-08',
    source: from('C4B: XPhone Connect 9, Kapitel Federation; dotnet/runtime #121982; letsencrypt.org: Ending TLS client authentication'),
    title: {
      de: (p) => `Zertifikat für ${name(p)} taugt nur für eine Richtung der Federation`,
      en: (p) => `Certificate for ${name(p)} serves one direction of the federation only`,
    },
    text: {
      de: (p) =>
        `Es enthält serverAuth, aber nicht clientAuth. Eingehende Verbindungen${atDe(p)} klappen weiter; ausgehend legt der Server kein brauchbares Clientzertifikat vor, und Partner, die es prüfen, weisen ihn ab: Präsenz und Chat gehen dann nur in einer Richtung, ohne Fehlermeldung.${when(p, 'issuerEnd', () => ` ${issuer(p)} stellt seit dem ${deadline(p, 'issuerEnd', 'de')} keine Zertifikate mit clientAuth mehr aus.`)}`,
      en: (p) =>
        `It has serverAuth but not clientAuth. Inbound connections${atEn(p)} go on working; outbound the server has no usable client certificate to present, and partners that check it turn the server away: presence and chat then work one way only, without an error message.${when(p, 'issuerEnd', () => ` ${issuer(p)} has issued no certificates with clientAuth since ${deadline(p, 'issuerEnd', 'en')}.`)}`,
    },
    fix: {
      de: (p) =>
        lines(
          'Die Gegenprobe (MTLS-Test) zeigt, was Ihr Server ausgehend vorlegt.',
          ...clientAuthOptions(p, 'de'),
          installDe(p),
          lookAt(p, '-issuer -ext extendedKeyUsage'),
        ),
      en: (p) =>
        lines(
          'The reverse MTLS test shows what your server presents outbound.',
          ...clientAuthOptions(p, 'en'),
          installEn(p),
          lookAt(p, '-issuer -ext extendedKeyUsage'),
        ),
    },
  },
} as const satisfies Record<string, FindingEntry>;
export type PurposeCode = keyof typeof PURPOSE_FINDINGS;

/** Whether a certificate may be used for a purpose: no extension, or anyExtendedKeyUsage, allows all (RFC 5280 §4.2.1.12). */
export const allows = ({ extendedKeyUsage }: Pick<CertificateFacts, 'extendedKeyUsage'>, purpose: string): boolean =>
  extendedKeyUsage === null || extendedKeyUsage.includes(purpose) || extendedKeyUsage.includes(EKU_ANY);

/** What each role needs: a federation server is server and client at once. */
const NEEDS: Readonly<Record<CertificateRole, readonly ('serverAuth' | 'clientAuth')[]>> = {
  'web-server': ['serverAuth'],
  'sip-federation': ['serverAuth', 'clientAuth'],
  'sip-server': ['serverAuth'],
  'xmpp-server': ['serverAuth'],
  'any-server': ['serverAuth'],
};
const PURPOSES = {
  serverAuth: [EKU_SERVER_AUTH, 'server-auth-missing'],
  clientAuth: [EKU_CLIENT_AUTH, 'client-auth-missing'],
} as const;

/** CRT-08: extended key usage by role, one answer per purpose that the role needs. */
export function judgePurpose(subject: CertificateSubject, now: number): readonly RuleResult<PurposeCode>[] {
  const { certificate, role } = subject;
  const about = aboutCertificate(subject);
  return NEEDS[role].map((purpose) => {
    const [oid, code] = PURPOSES[purpose];
    if (allows(certificate, oid)) return fine('CRT-08', { ...about, purpose }, purpose);
    // Where sources contradict each other, an authority has stopped when the last day named has passed.
    const last = lastClaimOf(certificate);
    return found(['CRT-08', purpose], 'fail', code, {
      ...about,
      purpose,
      ...bridgeParams(now),
      ...(last !== null && Date.parse(last.ends) <= now ? { issuerEnd: last.ends } : {}),
    });
  });
}
