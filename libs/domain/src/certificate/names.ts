import type { FindingEntry } from '../check/finding-text.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { asciiName } from '../dns/name.js';
import { parseAddress } from '../network/address.js';
import { value, when } from '../text/words.js';
import type { CertificateFacts } from './facts.js';
import { aboutCertificate, found } from './rule.js';
import { atDe, atEn, from, installDe, installEn, isFederation, issuer, lines, lookAt, name } from './sentences.js';
import type { CertificateSubject } from './subject.js';

const RFC = from('RFC 9525 §6');
const seenDe = (p: Parameters<FindingEntry['title']['de']>[0]): string => value(p, 'names', 'keinen Namen');
const seenEn = (p: Parameters<FindingEntry['title']['de']>[0]): string => value(p, 'names', 'no name');
const reissue: FindingEntry['fix'] = {
  de: (p) =>
    lines(
      `Lassen Sie von ${issuer(p)} ein Zertifikat ausstellen, das ${name(p)} als alternativen Namen (SAN) enthält. ${installDe(p)}`,
      lookAt(p, '-subject -ext subjectAltName'),
    ),
  en: (p) =>
    lines(
      `Have ${issuer(p)} issue a certificate with ${name(p)} as subject alternative name. ${installEn(p)}`,
      lookAt(p, '-subject -ext subjectAltName'),
    ),
};

export const NAME_FINDINGS = {
  'name-not-covered': {
    rule: 'CRT-03',
    source: RFC,
    title: { de: (p) => `Zertifikat gilt nicht für ${name(p)}`, en: (p) => `Certificate is not valid for ${name(p)}` },
    text: {
      de: (p) =>
        `Das Zertifikat${atDe(p)} nennt ${seenDe(p)}${when(p, 'more', (n) => ` und ${n} weitere`)}. Gegenstellen, die ${name(p)} ansprechen, lehnen es ab.`,
      en: (p) =>
        `The certificate${atEn(p)} names ${seenEn(p)}${when(p, 'more', (n) => ` and ${n} more`)}. Peers that ask for ${name(p)} refuse it.`,
    },
    fix: reissue,
  },
  'name-only-in-common-name': {
    rule: 'CRT-03',
    source: RFC,
    title: { de: (p) => `${name(p)} steht nur im Common Name`, en: (p) => `${name(p)} is only in the common name` },
    text: {
      de: () => 'Der Common Name zählt seit Jahren nicht mehr; geprüft werden nur die alternativen Namen (SAN), und dort fehlt der Name.',
      en: () => 'The common name has not counted for years; only subject alternative names are checked, and the name is missing there.',
    },
    fix: reissue,
  },
  'name-is-address': {
    rule: 'CRT-03',
    source: RFC,
    title: {
      de: (p) => `Name des Zertifikats auf ${value(p, 'where', name(p))} nicht vergleichbar`,
      en: (p) => `Name of the certificate on ${value(p, 'where', name(p))} cannot be compared`,
    },
    text: {
      de: (p) =>
        `Angesprochen wurde die Adresse ${name(p)}; das Zertifikat nennt ${seenDe(p)}. Unter welchem Namen der Dienst benutzt wird, ist hier nicht bekannt.`,
      en: (p) =>
        `The address ${name(p)} was contacted; the certificate names ${seenEn(p)}. By which name the service is used is not known here.`,
    },
    fix: {
      de: (p) => `Tragen Sie statt ${name(p)} den Namen ein, unter dem der Dienst angesprochen wird.`,
      en: (p) => `Enter the name by which the service is used instead of ${name(p)}.`,
    },
  },
  'names-not-all-read': {
    rule: 'CRT-03',
    source: RFC,
    title: {
      de: (p) => `Ob das Zertifikat für ${name(p)} gilt, ist nicht zu erkennen`,
      en: (p) => `Whether the certificate is valid for ${name(p)} cannot be told`,
    },
    text: {
      de: (p) => `Es hat ${value(p, 'count', '?')} alternative Namen; gelesen werden höchstens die ersten 100, und dort fehlt der Name.`,
      en: (p) => `It has ${value(p, 'count', '?')} alternative names; at most the first 100 are read, and the name is not among them.`,
    },
    fix: reissue,
  },
  'wildcard-refused': {
    rule: 'CRT-04',
    source: from('C4B: XPhone Connect 9, Kapitel Federation'),
    title: {
      de: (p) => `Wildcard-Zertifikat für ${name(p)}: für die Federation ungeeignet`,
      en: (p) => `Wildcard certificate for ${name(p)}: not suitable for federation`,
    },
    text: {
      de: (p) =>
        `Der Name wird nur durch ${value(p, 'wildcard', '*')} abgedeckt. Skype for Business und Teams nehmen für die Federation keine Wildcard-Zertifikate an.`,
      en: (p) =>
        `The name is covered by ${value(p, 'wildcard', '*')} only. Skype for Business and Teams accept no wildcard certificates for federation.`,
    },
    fix: reissue,
  },
  'wildcard-used': {
    rule: 'CRT-04',
    source: RFC,
    title: { de: (p) => `${name(p)} wird durch ein Wildcard abgedeckt`, en: (p) => `${name(p)} is covered by a wildcard` },
    text: {
      de: (p) =>
        `Das Zertifikat nennt ${value(p, 'wildcard', '*')}. Das ist gültig; sein Schlüssel gilt aber für jeden Namen dieser Domäne.`,
      en: (p) => `The certificate names ${value(p, 'wildcard', '*')}. That is valid, yet its key stands for every name of that domain.`,
    },
    fix: {
      de: (p) => (isFederation(p) ? reissue.de(p) : ''),
      en: (p) => (isFederation(p) ? reissue.en(p) : ''),
    },
  },
} as const satisfies Record<string, FindingEntry>;
export type NameCode = keyof typeof NAME_FINDINGS;

/** How a certificate covers a name: exactly, through a wildcard (which is named), or not at all. */
type Cover = 'exact' | { readonly wildcard: string } | null;

/** A wildcard stands for exactly one label, the leftmost, and is that label alone (RFC 9525 §6.3). */
function wildcardCovers(pattern: string, name: string): boolean {
  if (!pattern.startsWith('*.')) return false;
  const parent = asciiName(pattern.slice(2));
  const dot = name.indexOf('.');
  return parent !== null && dot > 0 && name.slice(dot + 1) === parent;
}

/** The common name is ignored (RFC 9525 §2.2): only subject alternative names count. */
export function covers(certificate: Pick<CertificateFacts, 'dnsNames' | 'ipAddresses'>, name: string): Cover {
  const address = parseAddress(name);
  if (address !== null) {
    return certificate.ipAddresses.some((ip) => parseAddress(ip)?.canonical === address.canonical) ? 'exact' : null;
  }
  const wanted = asciiName(name);
  if (wanted === null) return null;
  if (certificate.dnsNames.some((one) => asciiName(one) === wanted)) return 'exact';
  const wildcard = certificate.dnsNames.find((one) => wildcardCovers(one, wanted));
  return wildcard === undefined ? null : { wildcard };
}

/** CRT-03 and CRT-04: the exact name, and whether only through a wildcard. Nothing when no name is expected. */
export function judgeNames(subject: CertificateSubject): readonly RuleResult<NameCode>[] {
  const { certificate, name: wanted, role } = subject;
  if (wanted === null) return [];
  const about = aboutCertificate(subject);
  const cover = covers(certificate, wanted);
  const listed = certificate.dnsNames.length + certificate.ipAddresses.length;
  if (cover === null) {
    const count = certificate.subjectAltNameCount;
    const params = { ...about, count, ...(listed > 10 ? { more: listed - 10 } : {}) };
    const key = ['CRT-03', wanted] as const;
    // Listed are DNS names and addresses; what was cut off are names beyond the first hundred.
    if (count > 100) return [found(key, 'unable-to-tell', 'names-not-all-read', params)];
    // Reached by its address, a service is rarely named by it in its certificate: no fault, but nothing was compared either.
    if (role !== 'sip-federation' && parseAddress(wanted) !== null) return [found(key, 'info', 'name-is-address', params)];
    const commonName = certificate.subjectCommonName;
    const onlyThere = count === 0 && commonName !== null && asciiName(commonName) !== null && asciiName(commonName) === asciiName(wanted);
    return [found(key, 'fail', onlyThere ? 'name-only-in-common-name' : 'name-not-covered', params)];
  }
  const covered = fine('CRT-03', about, wanted);
  if (cover === 'exact') return [covered, fine('CRT-04', about, wanted)];
  const params = { ...about, wildcard: cover.wildcard };
  return [
    covered,
    role === 'sip-federation'
      ? found(['CRT-04', wanted], 'fail', 'wildcard-refused', params)
      : found(['CRT-04', wanted], 'info', 'wildcard-used', params),
  ];
}
