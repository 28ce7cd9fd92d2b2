import type { FindingEntry } from '../check/finding-text.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { deadline } from '../text/dates.js';
import { value } from '../text/words.js';
import { ROOT_TERMS, type RootTerm } from './data/root-terms.js';
import { expiresAtMs } from './level.js';
import { aboutCertificate, found, isPublic } from './rule.js';
import { atDe, atEn, from, installDe, installEn, issuer, name } from './sentences.js';
import type { CertificateSubject } from './subject.js';

const CHROME = from('Chrome Root Program Policy 1.8 §1.3.1.2');
const newRoot: FindingEntry['fix'] = {
  de: (p) =>
    `Lassen Sie das Zertifikat für ${name(p)} bei ${issuer(p)} unter einem neueren Stammzertifikat neu ausstellen, und senden Sie dessen Zwischenzertifikate. ${installDe(p)}`,
  en: (p) => `Have the certificate for ${name(p)} reissued by ${issuer(p)} under a newer root, and send its intermediates. ${installEn(p)}`,
};

export const PUBLIC_FINDINGS = {
  'timestamps-missing': {
    rule: 'CRT-11',
    source: from('Chrome Certificate Transparency Policy, RFC 6962'),
    title: {
      de: (p) => `Zertifikat für ${name(p)} ohne Protokollnachweise`,
      en: (p) => `Certificate for ${name(p)} without log timestamps`,
    },
    text: {
      de: (p) =>
        `Eingebettet sind ${value(p, 'count', '0')} Nachweise (SCT) öffentlicher Zertifikatsprotokolle; Browser verlangen mindestens zwei. SIP- und XMPP-Gegenstellen stört das nicht.`,
      en: (p) =>
        `It embeds ${value(p, 'count', '0')} timestamps (SCT) of public certificate logs; browsers demand at least two. SIP and XMPP peers do not mind.`,
    },
    fix: {
      de: (p) =>
        `Lassen Sie das Zertifikat für ${name(p)} von ${issuer(p)} mit eingebetteten SCTs ausstellen, wenn Browser darauf zugreifen.`,
      en: (p) => `Have the certificate for ${name(p)} issued by ${issuer(p)} with embedded SCTs where browsers use it.`,
    },
  },
  'not-logged': {
    rule: 'CRT-11',
    source: from('RFC 6962'),
    title: { de: () => 'Keine öffentliche Zertifizierungsstelle', en: () => 'No public authority' },
    text: {
      de: (p) => `Zertifikate von ${issuer(p)} gehören nicht in öffentliche Protokolle.`,
      en: (p) => `Certificates of ${issuer(p)} do not belong in public logs.`,
    },
    fix: { de: () => '', en: () => '' },
  },
  'root-removed': {
    rule: 'CRT-12',
    source: CHROME,
    title: {
      de: (p) => `Chrome vertraut ${value(p, 'root', 'dem Stammzertifikat')} seit dem ${deadline(p, 'ends', 'de')} nicht mehr`,
      en: (p) => `Chrome has not trusted ${value(p, 'root', 'the root')} since ${deadline(p, 'ends', 'en')}`,
    },
    text: {
      de: (p) =>
        `${p.newOnly === true ? 'Das gilt für Zertifikate, die seitdem ausgestellt wurden, also auch für dieses. ' : ''}Chrome und Programme mit dessen Liste warnen bei ${name(p)}${atDe(p)}. Windows-Dienste und Telefone prüfen gegen andere Listen. Quelle: ${value(p, 'listedIn', '–')}.`,
      en: (p) =>
        `${p.newOnly === true ? 'That holds for certificates issued since, so for this one too. ' : ''}Chrome, and programs with its list, warn about ${name(p)}${atEn(p)}. Windows services and phones check against other lists. Source: ${value(p, 'listedIn', '–')}.`,
    },
    fix: newRoot,
  },
  'root-ends': {
    rule: 'CRT-12',
    source: CHROME,
    title: {
      de: (p) => `Chrome entfernt ${value(p, 'root', 'das Stammzertifikat')} am ${deadline(p, 'ends', 'de')}`,
      en: (p) => `Chrome removes ${value(p, 'root', 'the root')} on ${deadline(p, 'ends', 'en')}`,
    },
    text: {
      de: (p) =>
        `Das liegt vor dem Ablauf des Zertifikats für ${name(p)}; ab dann warnen Browser, obwohl es noch gilt. Der Tag ist ungefähr.`,
      en: (p) =>
        `That is before the certificate for ${name(p)} expires; from then on browsers warn although it is still valid. The day is approximate.`,
    },
    fix: newRoot,
  },
} as const satisfies Record<string, FindingEntry>;
export type PublicCode = keyof typeof PUBLIC_FINDINGS;

/** CRT-11: embedded certificate timestamps, for information. */
export function judgeTimestamps(subject: CertificateSubject): RuleResult<PublicCode | 'authority-unknown'> {
  const count = subject.certificate.sctCount;
  const params = { ...aboutCertificate(subject), count };
  if (count >= 2) return fine('CRT-11', params);
  const open = isPublic(subject);
  if (open === null) return found(['CRT-11', ''], 'unable-to-tell', 'authority-unknown', params);
  return open ? found(['CRT-11', ''], 'info', 'timestamps-missing', params) : found(['CRT-11', ''], 'skipped', 'not-logged', params);
}

const plain = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u2010-\u2015]/g, '-')
    .trim();

/** The last common name or unit of a distinguished name on one line; a comma inside a value is escaped. */
function rootNames(subject: string): readonly string[] {
  return [...subject.matchAll(/(?:^|, ?|\+ ?)(?:CN|OU)=((?:\\.|[^,+\\])*)/gu)].map((match) =>
    plain((match[1] ?? '').replace(/\\(.)/g, '$1')),
  );
}

/** What ends the trust in this certificate below its root, the earliest first. */
function ending({ certificate }: CertificateSubject, root: string): RootTerm | undefined {
  const names = new Set(rootNames(root));
  return ROOT_TERMS.filter((row) => row.roots.some((one) => names.has(plain(one))))
    .filter(({ kind, ends }) =>
      kind === 'removed' ? Date.parse(ends) < expiresAtMs(certificate) : Date.parse(certificate.notBefore) >= Date.parse(ends),
    )
    .sort((a, b) => Date.parse(a.ends) - Date.parse(b.ends))[0];
}

/** CRT-12: whether a browser drops the root before the certificate ends. Only browsers do, so that it warns where browsers connect. */
export function judgeRootTerm(subject: CertificateSubject, now: number): readonly RuleResult<PublicCode>[] {
  const root = subject.trust.find((one) => one.trusted && one.root !== null)?.root ?? null;
  if (root === null) return [];
  const row = ending(subject, root);
  const about = { ...aboutCertificate(subject), root };
  if (row === undefined) return [fine('CRT-12', about)];
  const params = { ...about, ends: row.ends, newOnly: row.kind === 'new-only', listedIn: row.source.from };
  const ends = Date.parse(row.ends);
  const severity = subject.role === 'web-server' ? 'warn' : 'info';
  const key = ['CRT-12', ''] as const;
  if (ends <= now) return [found(key, severity, 'root-removed', params)];
  // Only a browser's view ends: elsewhere nothing breaks on that day.
  return [found(key, severity, 'root-ends', subject.role === 'web-server' ? { ...params, breaksAt: row.ends } : params)];
}
