import { type CertificateFacts, EKU_CLIENT_AUTH } from '../certificate/facts.js';
import { expiresAtMs } from '../certificate/level.js';
import { covers } from '../certificate/names.js';
import { allows } from '../certificate/purpose.js';
import type { CertificateSelectionFacts, KnownCertificate } from '../check/facts.js';
import type { CheckParams } from '../check/kinds.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import { shownName } from '../dns/name.js';

export type SelectionCode =
  | 'certificate-not-selected'
  | 'certificate-issued-elsewhere'
  | 'certificate-newer-server-only'
  | 'certificate-nothing-to-compare'
  | 'served-certificate-unread'
  | 'certificate-source-unable';

const rule = 'FED-08';
type Verdict = RuleResult<SelectionCode>;

/** The same certificate: a log may hold its precertificate, whose bytes differ while issuer and serial do not. */
const same = (a: CertificateFacts, b: CertificateFacts): boolean =>
  a.sha256 === b.sha256 || (a.serial === b.serial && a.issuer === b.issuer);

const newest = (known: readonly KnownCertificate[]): KnownCertificate | undefined =>
  [...known].sort((a, b) => Date.parse(b.certificate.notBefore) - Date.parse(a.certificate.notBefore))[0];

/** Could be selected instead: for exactly this name (never a wildcard, C-1), issued later, and valid now. */
const isRenewal =
  (served: CertificateFacts, fqdn: string, now: number) =>
  (one: KnownCertificate): boolean => {
    const { certificate } = one;
    return (
      !certificate.isCa &&
      !same(certificate, served) &&
      covers(certificate, fqdn) === 'exact' &&
      Date.parse(certificate.notBefore) > Date.parse(served.notBefore) &&
      Date.parse(certificate.notBefore) <= now &&
      expiresAtMs(certificate) > now
    );
  };

/** Selecting it would cost the outbound direction, which works today: no renewal, whoever issued it. Nothing is lost by it once the old one is over. */
const breaksOutbound = (served: CertificateFacts, now: number) => (one: KnownCertificate) =>
  expiresAtMs(served) > now && allows(served, EKU_CLIENT_AUTH) && !allows(one.certificate, EKU_CLIENT_AUTH);

/**
 * FED-08: renewed but not selected. The selection in the product is a step by hand, so this is told as soon as it is true, however many days
 * are left: the old certificate may already be gone from the store. Only a log having seen a newer one is a weaker sign, since it may have been
 * issued for another machine.
 */
export function judgeCertificateSelection(
  facts: CertificateSelectionFacts,
  params: CheckParams<'certificate-selection'>,
  now: number,
): readonly Verdict[] {
  const fqdn = shownName(params.fqdn);
  const unable = facts.unable.map(({ source, why }): Verdict => ({
    rule,
    status: 'unable-to-tell',
    code: 'certificate-source-unable',
    subject: source,
    params: { source, fqdn, why: why.code },
  }));
  const [served] = facts.served.chain;
  const about = { fqdn, port: params.port };
  if (served === undefined)
    return [{ rule, status: 'unable-to-tell', code: 'served-certificate-unread', subject: fqdn, params: about }, ...unable];
  const newer = facts.others.filter(isRenewal(served, params.fqdn, now));
  const unsuitable = newer.filter(breaksOutbound(served, now));
  const renewals = newer.filter((one) => !unsuitable.includes(one));
  const held = newest(renewals.filter(({ source }) => source !== 'transparency'));
  const found = held ?? newest(renewals) ?? newest(unsuitable);
  const values = { ...about, servedSerial: served.serial, servedUntil: served.notAfter, asked: facts.others.length };
  // Where a source was silent, what was known from it before still holds.
  if (found === undefined && facts.others.length + unable.length === 0)
    return [{ rule, status: 'skipped', code: 'certificate-nothing-to-compare', subject: fqdn, params: values }];
  if (found === undefined)
    return unable.length === 0 ? [fine(rule, values, fqdn)] : unable.map((one, i) => (i === 0 ? { ...one, subject: fqdn } : one));
  const { certificate } = found;
  const more = {
    ...values,
    source: found.source,
    serial: certificate.serial,
    sha256: certificate.sha256,
    issuer: certificate.issuerCommonName ?? certificate.issuer,
    from: certificate.notBefore,
    until: certificate.notAfter,
  };
  if (unsuitable.includes(found))
    return [{ rule, status: 'info', code: 'certificate-newer-server-only', subject: fqdn, params: more }, ...unable];
  const due = { ...more, breaksAt: new Date(expiresAtMs(served)).toISOString() };
  return [
    held === undefined
      ? { rule, status: 'warn', code: 'certificate-issued-elsewhere', subject: fqdn, params: due }
      : { rule, status: 'fail', code: 'certificate-not-selected', subject: fqdn, params: due },
    ...unable,
  ];
}
