import type { RuleResult } from '../check/rule-result.js';
import type { RuleStatus } from '../check/status.js';
import type { Params } from '../locale.js';
import type { CertificateSubject } from './subject.js';

/** An answer that is not `ok`. */
export const found = <Code extends string>(
  [rule, subject]: readonly [rule: string, subject: string],
  status: Exclude<RuleStatus, 'ok'>,
  code: Code,
  params: Params,
): RuleResult<Code> => ({ rule, status, code, subject, params });

/** The names a certificate is for, shortened: some have no common name, some have thousands of names. */
export function namesOf({ certificate }: Pick<CertificateSubject, 'certificate'>): readonly string[] {
  const names = [...certificate.dnsNames, ...certificate.ipAddresses];
  return names.length > 0 ? names.slice(0, 10) : [certificate.subjectCommonName ?? certificate.subject].filter((name) => name !== '');
}

/** Values that every sentence about a certificate may use. */
export const aboutCertificate = (subject: CertificateSubject): Params => ({
  where: subject.where,
  name: subject.name ?? namesOf(subject)[0] ?? '',
  role: subject.role,
  names: namesOf(subject),
  issuer: subject.certificate.issuerOrganization ?? subject.certificate.issuerCommonName ?? subject.certificate.issuer,
  serial: subject.certificate.serial,
  sha256: subject.certificate.sha256,
});

/**
 * Whether the certificate comes from a publicly trusted authority: only those are bound by the Baseline Requirements. Where no path could be
 * built, embedded certificate timestamps tell, since only public authorities log what they issue. Null: not known.
 */
export function isPublic({ certificate, trust }: Pick<CertificateSubject, 'certificate' | 'trust'>): boolean | null {
  if (trust.some((one) => one.trusted)) return true;
  if (certificate.selfSigned) return false;
  if (certificate.sctCount > 0) return true;
  return trust.some((one) => one.problem === 'unknown-root') ? false : null;
}
