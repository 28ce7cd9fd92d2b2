import type { FindingEntry } from '../check/finding-text.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { value } from '../text/words.js';
import type { CertificateFacts } from './facts.js';
import { aboutCertificate, found } from './rule.js';
import { atDe, atEn, from, installDe, installEn, issuer, lines, lookAt, name } from './sentences.js';
import type { CertificateSubject } from './subject.js';

const BR = from('CA/B Forum BR 2.2.6 §6.1.5, §7.1.3');
const rekey: FindingEntry['fix'] = {
  de: (p) =>
    lines(
      `Erzeugen Sie für ${name(p)} einen neuen Schlüssel (ECDSA P-256 oder RSA 2048, besser 3072) und lassen Sie von ${issuer(p)} damit ein neues Zertifikat ausstellen. ${installDe(p)}`,
      lookAt(p, '-text'),
    ),
  en: (p) =>
    lines(
      `Make a new key for ${name(p)} (ECDSA P-256, or RSA 2048, better 3072) and have ${issuer(p)} issue a new certificate for it. ${installEn(p)}`,
      lookAt(p, '-text'),
    ),
};
const hash = (p: Parameters<FindingEntry['title']['de']>[0]): string => value(p, 'hash', '?').toUpperCase();
const certificate = (p: Parameters<FindingEntry['title']['de']>[0]): string => value(p, 'certificate', '–');

export const KEY_FINDINGS = {
  'signature-hash-broken': {
    rule: 'CRT-07',
    source: BR,
    title: { de: (p) => `Signatur mit ${hash(p)}: ${certificate(p)}`, en: (p) => `Signed with ${hash(p)}: ${certificate(p)}` },
    text: {
      de: (p) => `${hash(p)} ist gebrochen und in Zertifikaten seit Jahren verboten; aktuelle Gegenstellen lehnen die Kette${atDe(p)} ab.`,
      en: (p) => `${hash(p)} is broken and has been banned from certificates for years; current peers refuse the chain${atEn(p)}.`,
    },
    fix: {
      de: (p) => lines(`Lassen Sie ${certificate(p)} mit SHA-256 neu ausstellen. ${installDe(p)}`, lookAt(p, '-text')),
      en: (p) => lines(`Have ${certificate(p)} reissued with SHA-256. ${installEn(p)}`, lookAt(p, '-text')),
    },
  },
  'key-too-short': {
    rule: 'CRT-07',
    source: BR,
    title: {
      de: (p) => `Schlüssel zu kurz (${value(p, 'key', '?')}): ${certificate(p)}`,
      en: (p) => `Key too short (${value(p, 'key', '?')}): ${certificate(p)}`,
    },
    text: {
      de: (p) =>
        `Verlangt sind mindestens RSA 2048 oder ECDSA P-256. Manche Bibliotheken nehmen den Schlüssel${atDe(p)} noch an, aktuelle Windows-Versionen nicht.`,
      en: (p) =>
        `At least RSA 2048 or ECDSA P-256 is demanded. Some libraries still accept the key${atEn(p)}, current versions of Windows do not.`,
    },
    fix: rekey,
  },
  'key-type-unusual': {
    rule: 'CRT-07',
    source: BR,
    title: {
      de: (p) => `Ungewöhnlicher Schlüssel (${value(p, 'key', '?')}): ${certificate(p)}`,
      en: (p) => `Unusual key (${value(p, 'key', '?')}): ${certificate(p)}`,
    },
    text: {
      de: () => 'Windows, Telefone und ältere Gegenstellen können mit diesem Schlüssel keine TLS-Verbindung aufbauen.',
      en: () => 'Windows, phones and older peers cannot set up TLS with this key.',
    },
    fix: rekey,
  },
  'key-not-read': {
    rule: 'CRT-07',
    source: BR,
    title: { de: () => 'Länge des Schlüssels nicht zu erkennen', en: () => 'Length of the key cannot be told' },
    text: {
      de: (p) => `Der Schlüssel von ${certificate(p)} (${value(p, 'key', '?')}) ließ sich nicht lesen.`,
      en: (p) => `The key of ${certificate(p)} (${value(p, 'key', '?')}) could not be read.`,
    },
    fix: { de: () => '', en: () => '' },
  },
  'digital-signature-missing': {
    rule: 'CRT-09',
    source: from('RFC 5280 §4.2.1.3, RFC 8446 §4.4.2.2'),
    title: {
      de: (p) => `Schlüsselverwendung ohne digitalSignature: ${name(p)}`,
      en: (p) => `Key usage lacks digitalSignature: ${name(p)}`,
    },
    text: {
      de: (p) =>
        `Erlaubt ist nur: ${value(p, 'usages', 'nichts')}. TLS 1.3 und jeder Schlüsselaustausch mit Forward Secrecy brauchen digitalSignature.`,
      en: (p) => `Allowed is only: ${value(p, 'usages', 'nothing')}. TLS 1.3 and every forward-secret key exchange need digitalSignature.`,
    },
    fix: {
      de: (p) =>
        lines(
          `Lassen Sie das Zertifikat für ${name(p)} von ${issuer(p)} mit der Schlüsselverwendung digitalSignature neu ausstellen. ${installDe(p)}`,
          lookAt(p, '-ext keyUsage'),
        ),
      en: (p) =>
        lines(
          `Have the certificate for ${name(p)} reissued by ${issuer(p)} with the key usage digitalSignature. ${installEn(p)}`,
          lookAt(p, '-ext keyUsage'),
        ),
    },
  },
} as const satisfies Record<string, FindingEntry>;
export type KeyCode = keyof typeof KEY_FINDINGS;

const BROKEN: ReadonlySet<string> = new Set(['sha1', 'md5', 'md4', 'md2']);
const COMMON_CURVES: ReadonlySet<string> = new Set(['p256', 'p384', 'p521', 'prime256v1', 'secp256r1', 'secp384r1', 'secp521r1']);
const SHORTEST_RSA = 2_048;
const SHORTEST_EC = 256;

type Fault = readonly ['fail' | 'warn' | 'unable-to-tell', KeyCode] | null;

function keyFault({ keyType, keyBits, curve }: CertificateFacts): Fault {
  if (keyType === 'rsa') {
    if (keyBits === null) return ['unable-to-tell', 'key-not-read'];
    return keyBits < SHORTEST_RSA ? ['fail', 'key-too-short'] : null;
  }
  if (keyType !== 'ec') return keyType === 'dsa' ? ['fail', 'key-type-unusual'] : ['warn', 'key-type-unusual'];
  if (keyBits !== null && keyBits < SHORTEST_EC) return ['fail', 'key-too-short'];
  if (curve === null) return ['unable-to-tell', 'key-not-read'];
  return COMMON_CURVES.has(curve.toLowerCase().replace(/[^a-z0-9]/g, '')) ? null : ['warn', 'key-type-unusual'];
}

const keyName = ({ keyType, keyBits, curve }: CertificateFacts): string =>
  [keyType === 'ec' ? 'ECDSA' : keyType.toUpperCase(), curve ?? keyBits ?? ''].join(' ').trim();

/** The worst about one certificate: a broken signature hash before a weak key. A root's own signature proves nothing and is not judged. */
function judgeOne(subject: CertificateSubject, one: CertificateFacts): RuleResult<KeyCode> {
  const isLeaf = one.sha256 === subject.certificate.sha256;
  const key = ['CRT-07', isLeaf ? '' : one.sha256] as const;
  const params = {
    ...aboutCertificate(subject),
    certificate: one.subjectCommonName ?? one.dnsNames[0] ?? (one.subject || one.sha256.slice(0, 16)),
    hash: one.signatureHash ?? '',
    key: keyName(one),
  };
  const signedByOther = isLeaf || !one.selfSigned;
  if (signedByOther && one.signatureHash !== null && BROKEN.has(one.signatureHash.toLowerCase().replace(/[^a-z0-9]/g, ''))) {
    return found(key, 'fail', 'signature-hash-broken', params);
  }
  const fault = keyFault(one);
  return fault === null ? fine('CRT-07', params, key[1]) : found(key, ...fault, params);
}

/** CRT-07: signature hash, key type and length, of the leaf and of everything sent above it. Node itself accepts RSA 1024. */
export function judgeKeys(subject: CertificateSubject): readonly RuleResult<KeyCode>[] {
  const all = new Map([subject.certificate, ...(subject.chain ?? [])].map((one) => [one.sha256, one]));
  return [...all.values()].map((one) => judgeOne(subject, one));
}

/** CRT-09: digitalSignature is needed; keyEncipherment only matters for RSA key exchange, so that its absence is fine (Let's Encrypt). */
export function judgeKeyUsage(subject: CertificateSubject): RuleResult<KeyCode> {
  const usages = subject.certificate.keyUsage;
  const params = { ...aboutCertificate(subject), usages: usages ?? [] };
  if (usages === null || usages.includes('digitalSignature')) return fine('CRT-09', params);
  return found(['CRT-09', ''], 'fail', 'digital-signature-missing', params);
}
