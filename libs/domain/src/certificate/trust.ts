import type { FindingEntry } from '../check/finding-text.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import type { CertificateRole } from '../check/kinds.js';
import { value } from '../text/words.js';
import type { TrustFacts } from './facts.js';
import { aboutCertificate, found } from './rule.js';
import { atDe, atEn, from, installDe, installEn, isFederation, issuer, lines, lookAt, name } from './sentences.js';
import type { CertificateSubject } from './subject.js';

const PROGRAMMES: Readonly<Record<string, string>> = { mozilla: 'Mozilla', microsoft: 'Microsoft' };
const programme = (p: Parameters<FindingEntry['title']['de']>[0]): string =>
  PROGRAMMES[value(p, 'programme', '')] ?? value(p, 'programme', '–');
const C3 = from('C4B: XPhone Connect 9, Kapitel Federation');
const LISTS = from('CCADB root lists of Mozilla and Microsoft');
const publicOne: FindingEntry['fix'] = {
  de: (p) =>
    lines(
      isFederation(p)
        ? `Verwenden Sie für ${name(p)} ein Zertifikat einer öffentlichen Zertifizierungsstelle, die in Microsofts Stammzertifikatsprogramm steht. Ein selbst signiertes Zertifikat hilft auch dann nicht, wenn es clientAuth enthält. ${installDe(p)}`
        : `Verwenden Sie für ${name(p)} ein Zertifikat einer öffentlichen Zertifizierungsstelle, oder verteilen Sie das Stammzertifikat von ${issuer(p)} an alle Gegenstellen. ${installDe(p)}`,
      lookAt(p, '-subject -issuer'),
    ),
  en: (p) =>
    lines(
      isFederation(p)
        ? `Use a certificate of a public authority in Microsoft’s Trusted Root Program for ${name(p)}. A self-signed one does not help, not even with clientAuth. ${installEn(p)}`
        : `Use a certificate of a public authority for ${name(p)}, or give the root of ${issuer(p)} to every peer. ${installEn(p)}`,
      lookAt(p, '-subject -issuer'),
    ),
};

export const TRUST_FINDINGS = {
  'self-signed': {
    rule: 'CRT-06',
    source: C3,
    title: { de: (p) => `Selbst signiertes Zertifikat: ${name(p)}`, en: (p) => `Self-signed certificate: ${name(p)}` },
    text: {
      de: (p) => `Kein Stammzertifikatsprogramm bürgt für das Zertifikat${atDe(p)}; fremde Gegenstellen und Browser lehnen es ab.`,
      en: (p) => `No root programme vouches for the certificate${atEn(p)}; foreign peers and browsers refuse it.`,
    },
    fix: publicOne,
  },
  'root-untrusted': {
    rule: 'CRT-06',
    source: LISTS,
    title: {
      de: (p) => `${programme(p)} vertraut dem Stammzertifikat nicht: ${name(p)}`,
      en: (p) => `${programme(p)} does not trust the root: ${name(p)}`,
    },
    text: {
      de: (p) =>
        `Die Kette${atDe(p)} führt zu ${value(p, 'root', 'einem unbekannten Stammzertifikat')}; es steht nicht in der Liste „${value(p, 'list', '–')}“.${p.otherTrusts === true ? ' Die andere Liste enthält es.' : ''}`,
      en: (p) =>
        `The chain${atEn(p)} leads to ${value(p, 'root', 'an unknown root')}, which is not in the list “${value(p, 'list', '–')}”.${p.otherTrusts === true ? ' The other list has it.' : ''}`,
    },
    fix: publicOne,
  },
  'signature-bad': {
    rule: 'CRT-06',
    source: from('RFC 5280 §6.1.3'),
    title: { de: (p) => `Eine Signatur der Kette hält nicht: ${name(p)}`, en: (p) => `A signature of the chain does not hold: ${name(p)}` },
    text: {
      de: (p) => `Ein Zertifikat${atDe(p)} trägt eine Signatur, die nicht zum Schlüssel seines Ausstellers passt.`,
      en: (p) => `A certificate${atEn(p)} carries a signature that does not fit the key of its issuer.`,
    },
    fix: {
      de: (p) => lines(`Holen Sie die Zwischenzertifikate neu von ${issuer(p)} und senden Sie diese.`, lookAt(p, '-subject -issuer')),
      en: (p) => lines(`Fetch the intermediates from ${issuer(p)} again and send those.`, lookAt(p, '-subject -issuer')),
    },
  },
  'trust-path-missing': {
    rule: 'CRT-06',
    source: LISTS,
    title: {
      de: (p) => `Ob ${programme(p)} vertraut, ist nicht zu erkennen`,
      en: (p) => `Whether ${programme(p)} trusts it cannot be told`,
    },
    text: {
      de: () => 'Aus dem Gesendeten lässt sich kein gültiger Pfad zu einem Stammzertifikat bauen; mehr dazu sagt die Prüfung der Kette.',
      en: () => 'No valid path to a root can be built from what was sent; the check of the chain says more.',
    },
    fix: { de: () => '', en: () => '' },
  },
} as const satisfies Record<string, FindingEntry>;
export type TrustCode = keyof typeof TRUST_FINDINGS;

/** Whose list decides: a federation partner runs Windows, anything else is asked by browsers and phones of every kind. */
const DECISIVE = { federation: 'microsoft', other: 'mozilla' } as const;

/** What holds whichever list is asked: said once. */
const WHOEVER_ASKS: readonly TrustFacts['problem'][] = ['self-signed', 'bad-signature'];

/**
 * How much a missing trust matters. Where neither list has the root, the one that decides says so at full weight, the other for completeness:
 * nobody is alarmed twice of one root. Services of no declared kind are often private on purpose.
 */
function severity(role: CertificateRole, otherTrusts: boolean, decides: boolean): 'fail' | 'warn' | 'info' {
  if (role === 'sip-federation') return decides ? 'fail' : 'info';
  if (otherTrusts) return 'warn';
  return !decides ? 'info' : role === 'any-server' ? 'warn' : 'fail';
}

/** CRT-06: Mozilla's and Microsoft's lists, both told. */
export function judgeTrust(subject: CertificateSubject): readonly RuleResult<TrustCode>[] {
  const wanted = subject.role === 'sip-federation' ? DECISIVE.federation : DECISIVE.other;
  const decisive = subject.trust.find((one) => one.programme === wanted) ?? subject.trust[0];
  return subject.trust.flatMap((one): readonly RuleResult<TrustCode>[] => {
    const otherTrusts = subject.trust.some((other) => other.programme !== one.programme && other.trusted);
    const params = { ...aboutCertificate(subject), programme: one.programme, list: one.list, root: one.root ?? '', otherTrusts };
    if (one.trusted) return [fine('CRT-06', params, one.programme)];
    const key = ['CRT-06', one.programme] as const;
    if (one.problem === 'incomplete-chain' || one.problem === 'expired-intermediate' || one.problem === null) {
      return [found(key, 'unable-to-tell', 'trust-path-missing', params)];
    }
    if (one !== decisive && WHOEVER_ASKS.includes(one.problem) && decisive?.problem === one.problem) return [];
    if (one.problem === 'bad-signature') return [found(key, 'fail', 'signature-bad', params)];
    const status = severity(subject.role, otherTrusts, one === decisive);
    return [found(key, status, one.problem === 'self-signed' ? 'self-signed' : 'root-untrusted', params)];
  });
}
