import { fine, type RuleResult } from '../check/rule-result.js';
import type { RuleStatus } from '../check/status.js';
import { shownName } from '../dns/name.js';
import { isEverybody, isLocalSystem, isWindowsAccount, sameAccount } from './account.js';
import { expectedLifetime, keepsWindowsStore, profileEnd, renewalDay } from './acme-facts.js';
import type { AcmeSettings, FederationInput } from './federation.js';

export type AcmeCode =
  | 'acme-not-described'
  | 'acme-previous-deleted'
  | 'acme-keeping-unknown'
  | 'acme-key-access-missing'
  | 'acme-key-access-too-wide'
  | 'acme-key-access-unknown'
  | 'acme-renewal-late'
  | 'acme-renewal-after-expiry'
  | 'acme-renewal-soon-late'
  | 'acme-renewal-unknown'
  | 'acme-ari-off'
  | 'acme-ari-unknown'
  | 'acme-validation-needs-port'
  | 'acme-validation-unknown'
  | 'acme-profile-ended'
  | 'acme-profile-without-client-auth'
  | 'service-account-malformed'
  | 'service-account-everybody'
  | 'user-store-without-account';

const rule = 'FED-09';
type Verdict = RuleResult<AcmeCode>;
const DAY = 86_400_000;
/** How far ahead a shorter lifetime is told. */
const AHEAD = 180 * DAY;

const told = (f: FederationInput, acme: AcmeSettings) => ({
  client: acme.client,
  windows: keepsWindowsStore(acme),
  fqdn: shownName(f.fqdn),
  account: f.serviceAccount ?? '',
  port: f.port,
});

/** The certificate XPhone points at must outlive the renewal, until somebody selects the new one. */
function keeping(f: FederationInput, acme: AcmeSettings): Verdict {
  const subject = 'keepExisting';
  const params = told(f, acme);
  // certbot and acme.sh never touch the Windows store.
  if (acme.client === 'certbot' || acme.client === 'acme.sh') return fine(rule, params, subject);
  if (acme.keepExisting === null) return { rule, status: 'unable-to-tell', code: 'acme-keeping-unknown', subject, params };
  return acme.keepExisting ? fine(rule, params, subject) : { rule, status: 'fail', code: 'acme-previous-deleted', subject, params };
}

/** The new key must be readable for the service's account after every renewal (C-5), and for nobody else. */
function keyAccess(f: FederationInput, acme: AcmeSettings): readonly Verdict[] {
  const subject = 'aclRead';
  const params = { ...told(f, acme), granted: acme.aclRead ?? [], tooWide: acme.aclRead?.filter(isEverybody) ?? [] };
  const result = (status: RuleStatus, code: AcmeCode, about = subject): Verdict => ({ rule, status, code, subject: about, params });
  const wide = params.tooWide.length > 0 ? [result('warn', 'acme-key-access-too-wide', 'aclRead X-7')] : [];
  // The system account owns the machine's keys; the user's store belongs to the user.
  if (isLocalSystem(f.serviceAccount) || f.certificateStore === 'user') return wide.length > 0 ? wide : [fine(rule, params, subject)];
  if (acme.aclRead === null) return [result('unable-to-tell', 'acme-key-access-unknown')];
  const account = f.serviceAccount ?? '';
  const granted = acme.aclRead.some((one) => sameAccount(one, account)) || wide.length > 0;
  return granted ? (wide.length > 0 ? wide : [fine(rule, params, subject)]) : [result('warn', 'acme-key-access-missing')];
}

/** At least a third of the lifetime must be left when the client renews: that is the time to select the new certificate by hand. */
function renewal(f: FederationInput, acme: AcmeSettings, now: number): readonly Verdict[] {
  const subject = 'renewalDays';
  const { days, next } = expectedLifetime(f.intendedCa, acme.profile, now);
  const at = (life: number) => {
    const day = renewalDay(acme, life);
    const recommended = Math.floor((life * 2) / 3);
    return {
      ...told(f, acme),
      lifetime: round(life),
      day: day === null ? '' : round(day),
      left: day === null ? '' : round(life - day),
      recommended,
    };
  };
  const params = at(days);
  const day = renewalDay(acme, days);
  if (day === null) return [{ rule, status: 'unable-to-tell', code: 'acme-renewal-unknown', subject, params }];
  if (day >= days) return [{ rule, status: 'fail', code: 'acme-renewal-after-expiry', subject, params }];
  if (isLate(day, days)) return [{ rule, status: 'warn', code: 'acme-renewal-late', subject, params }];
  const later = next === null || Date.parse(next.from) - now > AHEAD ? null : renewalDay(acme, next.days);
  if (next === null || later === null || !isLate(later, next.days)) return [fine(rule, params, subject)];
  return [{ rule, status: 'info', code: 'acme-renewal-soon-late', subject, params: { ...at(next.days), from: next.from.slice(0, 10) } }];
}
const round = (days: number): number => Math.round(days * 10) / 10;
/** Less than a third of the lifetime left; a day of grace, since clients run once a day. */
const isLate = (day: number, life: number): boolean => life - day < life / 3 - 1;

function serverSchedule(f: FederationInput, acme: AcmeSettings): Verdict {
  const subject = 'ari';
  const params = told(f, acme);
  if (acme.ari === null) return { rule, status: 'unable-to-tell', code: 'acme-ari-unknown', subject, params };
  return acme.ari ? fine(rule, params, subject) : { rule, status: 'info', code: 'acme-ari-off', subject, params };
}

/** http-01 needs port 80 from outside, which the manual's sample firewall lacks; tls-alpn-01 needs 443. */
function validation(f: FederationInput, acme: AcmeSettings): Verdict {
  const subject = 'validation';
  const port = acme.validation === 'http-01' ? 80 : acme.validation === 'tls-alpn-01' ? 443 : null;
  const params = { ...told(f, acme), validation: acme.validation, validationPort: port ?? '', publicAddress: f.publicAddress ?? '' };
  if (acme.validation === 'unknown') return { rule, status: 'unable-to-tell', code: 'acme-validation-unknown', subject, params };
  return port === null ? fine(rule, params, subject) : { rule, status: 'info', code: 'acme-validation-needs-port', subject, params };
}

/** `tlsserver` and `shortlived` never had clientAuth, and name no common name; `tlsclient` had it and is gone. */
function profile(f: FederationInput, acme: AcmeSettings, now: number): readonly Verdict[] {
  const name = acme.profile?.toLowerCase() ?? '';
  const ended = profileEnd(f.intendedCa, name, now);
  if (ended !== null)
    return [{ rule, status: 'fail', code: 'acme-profile-ended', subject: 'profile', params: { ...told(f, acme), profile: name, ended } }];
  if (!['tlsserver', 'shortlived'].includes(name)) return [];
  return [
    { rule, status: 'fail', code: 'acme-profile-without-client-auth', subject: 'profile', params: { ...told(f, acme), profile: name } },
  ];
}

/** C-4, C-5: account and store must fit each other. */
function account(f: FederationInput): readonly Verdict[] {
  const params = { account: f.serviceAccount ?? '', fqdn: shownName(f.fqdn) };
  const result = (status: RuleStatus, code: AcmeCode): readonly Verdict[] => [
    { rule: 'C-4', status, code, subject: 'serviceAccount', params },
  ];
  if (f.serviceAccount !== null && isEverybody(f.serviceAccount)) return result('fail', 'service-account-everybody');
  if (f.serviceAccount !== null && !isWindowsAccount(f.serviceAccount)) return result('warn', 'service-account-malformed');
  if (f.certificateStore === 'user' && isLocalSystem(f.serviceAccount)) return result('fail', 'user-store-without-account');
  return [fine('C-4', params, 'serviceAccount')];
}

/** FED-09: what the ACME client is set to, as far as federation depends on it. `now`: milliseconds since 1970. */
export function judgeAcme(f: FederationInput, now: number): readonly Verdict[] {
  const own = account(f);
  if (f.acme === null)
    return [...own, { rule, status: 'skipped', code: 'acme-not-described', subject: '', params: { fqdn: shownName(f.fqdn) } }];
  const a = f.acme;
  return [...own, keeping(f, a), ...keyAccess(f, a), ...renewal(f, a, now), serverSchedule(f, a), validation(f, a), ...profile(f, a, now)];
}
