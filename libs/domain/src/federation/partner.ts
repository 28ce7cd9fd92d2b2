import { judgeCertificate } from '../certificate/judge-certificate.js';
import type { FederationPartnerFacts, TlsEndpointFacts } from '../check/facts.js';
import type { CheckParams } from '../check/kinds.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import type { RuleStatus } from '../check/status.js';
import { heard, silence, type SilenceCode, srvText, untold } from '../dns/answers.js';
import { isMicrosoftFederation } from '../dns/microsoft.js';
import { shownName } from '../dns/name.js';
import { deniesService, srvName, srvTargets } from '../dns/srv.js';
import { parseAddress } from '../network/address.js';
import { judgeFederationEndpoint } from './endpoint.js';

export type PartnerCode =
  | SilenceCode
  | 'partner-srv-missing'
  | 'partner-srv-denied'
  | 'partner-unresolved'
  | 'partner-unreachable'
  | 'partner-untold'
  | 'partner-tls'
  | 'partner-not-mutual'
  | 'partner-mutual-untold'
  | 'partner-certificate'
  | 'partner-certificate-unread'
  | 'partner-certificate-untold';

const rule = 'FED-11';
type Params = CheckParams<'federation-partner'>;
type Verdict = RuleResult<PartnerCode>;

/** How much each certificate rule matters about a partner, and the words for it; rules that are only the partner's own business are left out. */
const CERTIFICATE_RULES: Readonly<Record<string, 'fail' | 'warn'>> = {
  'CRT-01': 'fail',
  'CRT-03': 'fail',
  'CRT-04': 'warn',
  'CRT-05': 'fail',
  'CRT-06': 'fail',
  'CRT-07': 'warn',
  'CRT-08': 'warn',
  'CRT-10': 'fail',
};
/** A partner's certificate that soon ends is the partner's business; one that has ended is ours, too. */
const OVER = ['certificate-expired', 'certificate-not-yet-valid'];
/** Teams has one name for all and presents what Microsoft issues: a wildcard beside it, or a missing clientAuth, is told but no fault of the customer's. */
const MICROSOFTS_OWN = ['CRT-04', 'CRT-08'];

/** Nothing can be told of the partner then, unless its aliases lead in a circle: that is a fault of its own. */
function loopOrUntold({ srv }: FederationPartnerFacts, name: string): Verdict {
  const answer = silence(rule, srv ?? undefined, name);
  return answer.status === 'fail' ? answer : untold(rule, srv ?? undefined, name);
}

/** Found by SRV, unless there is a static route; the first usable target counts. */
function discovery(facts: FederationPartnerFacts, params: Params): { readonly verdict: Verdict; readonly microsoft: boolean } {
  const domain = shownName(params.domain);
  const subject = `${domain} SRV`;
  const about = { domain, name: srvName(params.domain), host: params.host ?? facts.host ?? '', port: facts.port ?? params.port };
  if (params.host !== null) return { verdict: fine(rule, about, `${domain} route`), microsoft: isMicrosoftFederation(params.host) };
  if (facts.srv === null || heard(facts.srv) === 'nothing')
    return { verdict: loopOrUntold(facts, srvName(params.domain)), microsoft: false };
  const targets = srvTargets(facts.srv);
  const values = { ...about, order: targets.map(srvText) };
  if (targets.length === 0)
    return { verdict: { rule, status: 'fail', code: 'partner-srv-missing', subject, params: values }, microsoft: false };
  if (targets.every(deniesService))
    return { verdict: { rule, status: 'fail', code: 'partner-srv-denied', subject, params: values }, microsoft: false };
  const microsoft = targets.some(({ target }) => isMicrosoftFederation(target));
  return { verdict: fine(rule, { ...values, microsoft }, subject), microsoft };
}

/** The partner's name leads nowhere. Where a resolver had trouble, its code (`ETIMEOUT`, `ESERVFAIL` …) stands beside the fault: then nobody could say. */
const leadsNowhere = ({ unable }: TlsEndpointFacts['tcp']): boolean =>
  unable !== null && ['name-not-found', 'target-name-not-found'].includes(unable.code) && !/^E[A-Z]+$/.test(unable.detail ?? '');

/** Nothing further could be seen: what was found before stays as it is. */
const notSeen = (params: Verdict['params']): Verdict => ({ rule, status: 'unable-to-tell', code: 'partner-untold', subject: '', params });

/** FED-01 to 03 about the partner, in words that say whose server it is. */
function connection(endpoint: TlsEndpointFacts, about: { domain: string; host: string; port: number }, now: number): readonly Verdict[] {
  return judgeFederationEndpoint(endpoint, { host: about.host, port: about.port }, now).flatMap((one): readonly Verdict[] => {
    const subject = `${about.domain} ${one.rule}`;
    const params = { ...one.params, ...about, verdict: endpoint.tcp.verdict };
    const result = (status: RuleStatus, code: PartnerCode): readonly Verdict[] => [{ rule, status, code, subject, params }];
    if (one.status === 'ok') return [fine(rule, params, subject)];
    if (one.rule === 'FED-01' && leadsNowhere(endpoint.tcp)) return [...result('fail', 'partner-unresolved'), notSeen(params)];
    if (one.rule === 'FED-01')
      return one.status === 'fail' ? [...result('fail', 'partner-unreachable'), notSeen(params)] : [notSeen(params)];
    if (endpoint.tcp.verdict !== 'open') return [];
    if (one.rule === 'FED-02') return result('fail', 'partner-tls');
    if (one.rule === 'FED-04') return [{ rule, status: 'unable-to-tell', code: 'partner-certificate-unread', subject: '', params }];
    return one.status === 'fail' ? result('warn', 'partner-not-mutual') : result('unable-to-tell', 'partner-mutual-untold');
  });
}

/** The certificate rules for a federation server, about the partner's leaf. */
function certificate(endpoint: TlsEndpointFacts, about: { domain: string; host: string; port: number; microsoft: boolean }, now: number) {
  const [leaf] = endpoint.chain;
  if (leaf === undefined) return [];
  const { chain, chainOrdered, trust, revocation } = endpoint;
  // A route by address has no name that a certificate could be checked against: the domain is the best guess, and a mismatch is what the product sees, too.
  const name = parseAddress(about.host) === null ? about.host : about.domain;
  const where = `${about.host}:${about.port}`;
  const answers = judgeCertificate({ certificate: leaf, chain, chainOrdered, trust, revocation, role: 'sip-federation', name, where }, now);
  const told = new Map<string, Verdict>();
  for (const one of answers) {
    const verdict = ofPartner(one, { ...about, until: leaf.notAfter });
    // One answer per rule; a fault before what could not be told.
    if (verdict !== null && told.get(one.rule)?.code !== 'partner-certificate') told.set(one.rule, verdict);
  }
  return told.size > 0 ? [...told.values()] : [fine(rule, { ...about, until: leaf.notAfter }, `${about.domain} certificate`)];
}

/** An answer about a certificate as it concerns a partner's customer; null: it does not, or all is well. */
function ofPartner(one: RuleResult, about: { domain: string; microsoft: boolean } & Verdict['params']): Verdict | null {
  const weight = CERTIFICATE_RULES[one.rule];
  const subject = `${about.domain} ${one.rule}`;
  const params = { ...about, certificateRule: one.rule, problem: one.code ?? '' };
  if (weight === undefined) return null;
  if (one.status === 'unable-to-tell') return { rule, status: 'unable-to-tell', code: 'partner-certificate-untold', subject, params };
  if (one.status !== 'fail' || (one.rule === 'CRT-01' && !OVER.includes(one.code ?? ''))) return null;
  const status = about.microsoft && MICROSOFTS_OWN.includes(one.rule) ? 'info' : weight;
  return { rule, status, code: 'partner-certificate', subject, params };
}

/**
 * FED-11: a partner by SRV (open federation) or static route: record, address, port, certificate, with the same rules as our own server.
 * @param now milliseconds since 1970
 */
export function judgeFederationPartner(facts: FederationPartnerFacts, params: Params, now: number): readonly Verdict[] {
  const { verdict, microsoft } = discovery(facts, params);
  const domain = shownName(params.domain);
  const about = { domain, host: facts.host ?? params.host ?? '', port: facts.port ?? params.port, microsoft };
  if (verdict.status !== 'ok') return [verdict];
  if (facts.endpoint === null) return [verdict, notSeen(about)];
  return [verdict, ...connection(facts.endpoint, about, now), ...certificate(facts.endpoint, about, now)];
}
