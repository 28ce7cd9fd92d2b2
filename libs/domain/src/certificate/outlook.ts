import { findingText } from '../check/findings.js';
import type { CertificateRole } from '../check/kinds.js';
import type { FindingSeverity } from '../check/status.js';
import type { Locale, Params } from '../locale.js';
import { day, moment } from '../text/dates.js';
import type { Text } from '../text/words.js';
import { value, when } from '../text/words.js';
import { nextLifetimeMs } from './deadlines.js';
import type { CertificateFacts } from './facts.js';
import { certificateLevel, type CertificateLevel, expiresAtMs, renewalAtMs } from './level.js';
import { namesOf } from './rule.js';

const DAY = 86_400_000;

/** A certificate that is in use or watched; superseded ones are left out by the caller. */
export interface OutlookCertificate {
  readonly id: string;
  readonly tenantId: string;
  readonly facts: CertificateFacts;
  readonly role: CertificateRole;
  /** Where it is shown, `connect.acme.example:5061`; empty for an upload. */
  readonly endpoints: readonly string[];
}

/** An open finding with what the outlook needs. Times are milliseconds since 1970. */
export interface OutlookFinding {
  readonly id: string;
  readonly tenantId: string;
  readonly rule: string;
  readonly code: string;
  readonly subject: string;
  readonly severity: FindingSeverity;
  readonly params: Params;
  readonly breaksAt: number | null;
}

/** One point of the outlook; the caller adds tenant and PBX of what it came from. */
export interface OutlookPoint<C extends OutlookCertificate, F extends OutlookFinding> {
  readonly at: number;
  readonly kind: 'expires' | 'breaks' | 'needs-hand';
  readonly severity: FindingSeverity;
  readonly certificate: C | null;
  readonly finding: F | null;
  readonly params: Params;
}

const SEVERITY: Readonly<Record<CertificateLevel, FindingSeverity>> = {
  ok: 'info',
  due: 'info',
  warn: 'warn',
  'not-yet-valid': 'warn',
  critical: 'fail',
  expired: 'fail',
};

/** Rules whose finding waits for a person, however many days are left: the renewed certificate has to be selected. */
const NEEDS_HAND: ReadonlySet<string> = new Set(['FED-08']);
const EXPIRY = 'CRT-01';
const sameCertificate = (tenantId: string, sha256: string): string => `${tenantId} ${sha256}`;

function expiry<C extends OutlookCertificate, F extends OutlookFinding>(
  certificate: C,
  finding: F | null,
  now: number,
): OutlookPoint<C, F> {
  const { facts, role, endpoints } = certificate;
  const renewalAt = renewalAtMs(facts);
  const params: Params = {
    name: namesOf({ certificate: facts })[0] ?? facts.sha256.slice(0, 16),
    names: namesOf({ certificate: facts }),
    endpoints,
    role,
    notAfter: facts.notAfter,
    expired: expiresAtMs(facts) <= now,
    overdue: renewalAt < now,
    renewalAt: new Date(renewalAt).toISOString(),
    nextDays: Math.round(nextLifetimeMs(facts, Math.max(renewalAt, now)) / DAY),
  };
  const severity = SEVERITY[certificateLevel(facts, now)];
  return { at: expiresAtMs(facts), kind: 'expires', severity, certificate, finding, params };
}

function ofFinding<C extends OutlookCertificate, F extends OutlookFinding>(finding: F, now: number): OutlookPoint<C, F> | null {
  const { rule, severity, params, breaksAt } = finding;
  const point = { severity, certificate: null, finding, params };
  if (NEEDS_HAND.has(rule) && severity !== 'info') return { ...point, at: now, kind: 'needs-hand' };
  if (breaksAt === null) return null;
  return { ...point, at: breaksAt, kind: rule === EXPIRY ? 'expires' : 'breaks' };
}

/**
 * What expires, what breaks by a deadline and what needs a hand, soonest first. A certificate appears once, with the finding about its
 * expiry; what needs a hand is due now.
 * @param span `from` (now) and `until`, milliseconds since 1970; what is overdue already is always given
 */
export function outlook<C extends OutlookCertificate, F extends OutlookFinding>(
  certificates: readonly C[],
  findings: readonly F[],
  span: { readonly from: number; readonly until: number },
): readonly OutlookPoint<C, F>[] {
  const about = new Map<string, F>();
  for (const finding of findings) if (finding.rule === EXPIRY) about.set(sameCertificate(finding.tenantId, finding.subject), finding);
  const points: OutlookPoint<C, F>[] = [];
  const told = new Set<string>();
  for (const certificate of certificates) {
    const key = sameCertificate(certificate.tenantId, certificate.facts.sha256);
    if (told.has(key)) continue;
    told.add(key);
    points.push(expiry(certificate, about.get(key) ?? null, span.from));
  }
  for (const finding of findings) {
    const key = sameCertificate(finding.tenantId, finding.subject);
    if (finding.rule === EXPIRY && told.has(key)) continue;
    const point = ofFinding<C, F>(finding, span.from);
    if (point === null) continue;
    if (finding.rule === EXPIRY) told.add(key);
    points.push(point);
  }
  return points.filter((point) => point.at <= span.until).sort((a, b) => a.at - b.at);
}

const TITLE: Text = {
  de: (p) =>
    p.expired === true ? `Zertifikat für ${value(p, 'name', '–')} ist abgelaufen` : `Zertifikat für ${value(p, 'name', '–')} läuft ab`,
  en: (p) =>
    p.expired === true ? `Certificate for ${value(p, 'name', '–')} has expired` : `Certificate for ${value(p, 'name', '–')} expires`,
};
const where = (p: Params): string => when(p, 'endpoints', (list) => ` (${list})`);
const nextDe = (p: Params): string =>
  p.overdue === true
    ? 'Die planmäßige Erneuerung ist ausgeblieben.'
    : `Planmäßig wird es um den ${day(p, 'renewalAt', 'de')} erneuert und gilt dann ${value(p, 'nextDays', '?')} Tage.`;
const nextEn = (p: Params): string =>
  p.overdue === true
    ? 'The renewal on schedule did not happen.'
    : `On schedule it is renewed around ${day(p, 'renewalAt', 'en')}, for ${value(p, 'nextDays', '?')} days then.`;
const byHand = (p: Params, text: string): string => (p.role === 'sip-federation' ? ` ${text}` : '');
const TEXT: Text = {
  de: (p) =>
    `Letzte gültige Sekunde: ${moment(p, 'notAfter', 'de')}${where(p)}. ${nextDe(p)}${byHand(p, 'Danach muss das neue Zertifikat in den Federation-Einstellungen unter [Zertifikate] von Hand ausgewählt werden.')}`,
  en: (p) =>
    `Last valid second: ${moment(p, 'notAfter', 'en')}${where(p)}. ${nextEn(p)}${byHand(p, 'After that the new certificate has to be selected by hand in the federation settings under [Zertifikate].')}`,
};

/** A line and a sentence for a point. */
export function outlookText(
  point: OutlookPoint<OutlookCertificate, OutlookFinding>,
  locale: Locale,
): { readonly title: string; readonly text: string } {
  if (point.certificate !== null) return { title: TITLE[locale](point.params), text: TEXT[locale](point.params) };
  const { title, text } = findingText(point.finding?.code ?? '', point.params, locale);
  return { title, text };
}
