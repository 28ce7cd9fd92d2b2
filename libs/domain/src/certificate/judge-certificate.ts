import type { FindingEntry } from '../check/finding-text.js';
import type { RuleResult } from '../check/rule-result.js';
import type { Params } from '../locale.js';
import { value, when } from '../text/words.js';
import { CHAIN_FINDINGS, judgeChain } from './chain.js';
import { CLIENT_AUTH_FINDINGS, judgeClientAuthEnd } from './client-auth.js';
import { judgeKeys, judgeKeyUsage, KEY_FINDINGS } from './keys.js';
import { judgeNames, NAME_FINDINGS } from './names.js';
import { judgeRootTerm, judgeTimestamps, PUBLIC_FINDINGS } from './public-rules.js';
import { judgePurpose, PURPOSE_FINDINGS } from './purpose.js';
import { judgeRevocation, REVOCATION_FINDINGS } from './revocation.js';
import { found } from './rule.js';
import { atDe, atEn, from } from './sentences.js';
import type { CertificateSubject } from './subject.js';
import { judgeTrust, TRUST_FINDINGS } from './trust.js';
import { judgeLength, judgeLevel, VALIDITY_FINDINGS } from './validity.js';

const UNSEEN_FINDINGS = {
  'certificate-not-seen': {
    rule: 'CRT-01',
    source: from('Stellwerk: check catalogue'),
    title: {
      de: (p) => `Zertifikat${atDe(p)} nicht zu sehen`,
      en: (p) => `Certificate${atEn(p)} cannot be seen`,
    },
    text: {
      de: (p) =>
        `Es kam keine TLS-Verbindung zustande${when(p, 'why', (why) => ` (${why})`)}; was zuletzt festgestellt wurde, bleibt stehen.`,
      en: (p) => `No TLS connection came about${when(p, 'why', (why) => ` (${why})`)}; what was found last stays as it is.`,
    },
    fix: {
      de: (p) => (value(p, 'where', '') === '' ? '' : `Sehen Sie zuerst nach, ob ${value(p, 'where', '')} erreichbar ist.`),
      en: (p) => (value(p, 'where', '') === '' ? '' : `First see whether ${value(p, 'where', '')} can be reached.`),
    },
  },
} as const satisfies Record<string, FindingEntry>;

/** Every code of the certificate rules with its sentences. */
export const CERTIFICATE_FINDINGS = {
  ...VALIDITY_FINDINGS,
  ...NAME_FINDINGS,
  ...CHAIN_FINDINGS,
  ...TRUST_FINDINGS,
  ...KEY_FINDINGS,
  ...PURPOSE_FINDINGS,
  ...REVOCATION_FINDINGS,
  ...PUBLIC_FINDINGS,
  ...CLIENT_AUTH_FINDINGS,
  ...UNSEEN_FINDINGS,
} as const satisfies Record<string, FindingEntry>;
export type CertificateCode = keyof typeof CERTIFICATE_FINDINGS;

/**
 * CRT-01 to CRT-12 and, for a federation, FED-07: each on its own, so that an expired certificate does not hide a wrong name.
 * @param now milliseconds since 1970
 */
export const judgeCertificate = (subject: CertificateSubject, now: number): readonly RuleResult<CertificateCode>[] => [
  judgeLevel(subject, now),
  judgeLength(subject),
  ...judgeNames(subject),
  ...judgeChain(subject, now),
  ...judgeTrust(subject),
  ...judgeKeys(subject),
  ...judgePurpose(subject, now),
  judgeKeyUsage(subject),
  ...judgeRevocation(subject),
  judgeTimestamps(subject),
  ...judgeRootTerm(subject, now),
  ...judgeClientAuthEnd(subject, now),
];

const RULES = ['CRT-01', 'CRT-02', 'CRT-03', 'CRT-04', 'CRT-05', 'CRT-06', 'CRT-07', 'CRT-08', 'CRT-09', 'CRT-10', 'CRT-11', 'CRT-12'];

/** The same rules when there was no certificate to look at: none of them can tell, about anything. */
export const certificateUnseen = (params: Params): readonly RuleResult<CertificateCode>[] =>
  [...RULES, ...(params.role === 'sip-federation' ? ['FED-07'] : [])].map((rule) =>
    found([rule, ''], 'unable-to-tell', 'certificate-not-seen', params),
  );
