import type { DnsQuestion, DnsSrvFacts } from '../check/facts.js';
import type { CheckParams } from '../check/kinds.js';
import { fine, type RuleResult } from '../check/rule-result.js';
import type { RuleStatus } from '../check/status.js';
import { type AgreementCode, judgeAgreement } from './agreement.js';
import {
  answersSaid,
  canonical,
  definiteAnswers,
  heard,
  nameDenied,
  questionAbout,
  recordsOf,
  recordsSeen,
  type SilenceCode,
  silence,
  untold,
  srvText,
} from './answers.js';
import { isMicrosoftFederation } from './microsoft.js';
import { asciiName, sameName, shownName } from './name.js';
import { srvRanked, type SrvTarget } from './srv-order.js';

export type SrvCode =
  | SilenceCode
  | AgreementCode
  | 'srv-missing'
  | 'srv-not-needed'
  | 'srv-without-open-federation'
  | 'srv-service-denied'
  | 'srv-port-differs'
  | 'srv-target-differs'
  | 'srv-target-malformed'
  | 'srv-target-alias'
  | 'srv-target-unresolved'
  | 'srv-several'
  | 'srv-microsoft-collision';

type Params = CheckParams<'dns-federation-srv'>;

/** The name under which a domain publishes its federation (D-2). */
export const srvName = (domain: string): string => `_sipfederationtls._tcp.${shownName(domain)}`;

/** The targets of an SRV question, each once, as they rank. */
export const srvTargets = (question: DnsQuestion | undefined): readonly SrvTarget[] =>
  question === undefined ? [] : srvRanked(recordsSeen(question).flatMap((record) => record.srv ?? []));

/** RFC 2782: the root as target says that the service is decidedly not available. Some libraries hand it on as an empty name. */
export const deniesService = (target: SrvTarget): boolean => target.target === '' || target.target === '.';

/** Whether a target is an alias: RFC 2782 forbids it, and some servers refuse to follow. */
function isAlias(questions: readonly DnsQuestion[], target: string): boolean {
  return questions.some(
    (question) =>
      question.type !== 'SRV' &&
      canonical(question.name) === canonical(target) &&
      definiteAnswers(question).some((answer) => answer.aliases.length > 0 || recordsOf(answer, 'CNAME').length > 0),
  );
}

/** What is wrong with one target; `unable-to-tell` when its address could not be asked for. */
function targetFault(facts: DnsSrvFacts, params: Params, srv: SrvTarget): { code: SrvCode; untold?: DnsQuestion | undefined } | null {
  if (deniesService(srv)) return { code: 'srv-service-denied' };
  if (asciiName(srv.target) === null) return { code: 'srv-target-malformed' };
  if (!sameName(srv.target, params.fqdn)) return { code: 'srv-target-differs' };
  if (srv.port !== params.port) return { code: 'srv-port-differs' };
  if (isAlias(facts.questions, srv.target)) return { code: 'srv-target-alias' };
  const [a, aaaa] = [questionAbout(facts.questions, srv.target, 'A'), questionAbout(facts.questions, srv.target, 'AAAA')];
  if (heard(a) === 'records' || heard(aaaa) === 'records') return null;
  return heard(a) === 'none' ? { code: 'srv-target-unresolved' } : { code: 'dns-no-answer', untold: a };
}

/** DNS-06 and DNS-08 about one record. A wrong record matters less while open federation is off, but whoever finds it still follows it. */
function judgeTarget(facts: DnsSrvFacts, params: Params, srv: SrvTarget): RuleResult<SrvCode> {
  const record = srvText(srv);
  const subject = record;
  const status: RuleStatus = params.openFederation ? 'fail' : 'warn';
  const values = { domain: shownName(params.domain), fqdn: shownName(params.fqdn), name: srvName(params.domain), record };
  const more = { ...values, target: srv.target === '' ? '.' : srv.target, port: srv.port, expectedPort: params.port };
  if (isMicrosoftFederation(srv.target)) return { rule: 'DNS-08', status, code: 'srv-microsoft-collision', subject, params: more };
  const fault = targetFault(facts, params, srv);
  if (fault === null) return fine('DNS-06', more, subject);
  return fault.code === 'dns-no-answer' || fault.untold !== undefined
    ? { ...silence('DNS-06', fault.untold, srv.target), subject }
    : { rule: 'DNS-06', status, code: fault.code, subject, params: more };
}

/** DNS-05: is the record there, and is it wanted? */
function presence(question: DnsQuestion | undefined, params: Params): RuleResult<SrvCode> {
  const rule = 'DNS-05';
  const domain = shownName(params.domain);
  const name = srvName(params.domain);
  const said = question === undefined ? [] : answersSaid(question);
  const values = {
    domain,
    name,
    fqdn: shownName(params.fqdn),
    port: params.port,
    answers: said,
    denied: question !== undefined && nameDenied(question),
  };
  if (question === undefined || heard(question) === 'nothing') return silence(rule, question, domain);
  if (heard(question) === 'none')
    return {
      rule,
      status: params.openFederation ? 'fail' : 'skipped',
      code: params.openFederation ? 'srv-missing' : 'srv-not-needed',
      subject: domain,
      params: values,
    };
  const own = srvTargets(question).some((srv) => !deniesService(srv) && !isMicrosoftFederation(srv.target));
  return params.openFederation || !own
    ? fine(rule, values, domain)
    : { rule, status: 'info', code: 'srv-without-open-federation', subject: domain, params: values };
}

/** DNS-05 to DNS-09 about `_sipfederationtls._tcp` of a federation's own domain. `now` is not looked at: DNS has no dates. */
export function judgeFederationSrv(facts: DnsSrvFacts, params: Params, _now: number): readonly RuleResult<SrvCode>[] {
  const question = questionAbout(facts.questions, srvName(params.domain), 'SRV');
  const targets = srvTargets(question);
  const judged = targets.map((srv) => judgeTarget(facts, params, srv));
  const domain = shownName(params.domain);
  const order = targets.map(srvText);
  const count: readonly RuleResult<SrvCode>[] =
    targets.length > 1
      ? [
          {
            rule: 'DNS-07',
            status: 'info',
            code: 'srv-several',
            subject: domain,
            params: { domain, name: srvName(domain), order, count: order.length },
          },
        ]
      : targets.length === 1
        ? [fine('DNS-07', { domain, order }, domain)]
        : [];
  const collision = targets.length > 0 && !judged.some(({ rule }) => rule === 'DNS-08') ? [fine('DNS-08', { domain, order }, domain)] : [];
  const silent = heard(question) === 'nothing' ? ['DNS-06', 'DNS-07', 'DNS-08'].map((rule) => untold(rule, question, srvName(domain))) : [];
  const moving = judged.some(({ status }) => status === 'fail' || status === 'warn');
  return [presence(question, params), ...silent, ...judged, ...collision, ...count, ...judgeAgreement(facts.questions, moving)];
}
