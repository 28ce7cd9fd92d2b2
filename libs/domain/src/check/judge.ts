import { certificateUnseen, judgeCertificate } from '../certificate/judge-certificate.js';
import type { CertificateSubject } from '../certificate/subject.js';
import { judgeAddressList } from '../dns/address-list.js';
import { judgeDnsHost } from '../dns/host.js';
import { judgeInternalName } from '../dns/internal.js';
import { judgeIssuance } from '../dns/issuance.js';
import { judgeFederationSrv } from '../dns/srv.js';
import { judgeFederationEndpoint } from '../federation/endpoint.js';
import { judgeFederationPartner } from '../federation/partner.js';
import { judgeCertificateSelection } from '../federation/selection.js';
import { judgeFederationSettings } from '../federation/settings.js';
import type { CheckFacts, FactsOf, StoredCertificateFacts, TlsEndpointFacts } from './facts.js';
import type { FindingCode } from './findings.js';
import type { CheckKind, CheckParams } from './kinds.js';
import { endpointName } from './names.js';
import { judgeOpen, judgePort, notOffered } from './reach.js';
import type { RuleResult } from './rule-result.js';
import { judgeHandshake, judgeProtocols } from './tls.js';

/** The rules of one kind: what its facts mean for its parameters at a time (milliseconds since 1970). */
type Judge<K extends CheckKind> = (params: CheckParams<K>, facts: CheckFacts[K], now: number) => readonly RuleResult<FindingCode>[];

/** The certificate that a service sent, or that there was none to see. */
function served(params: CheckParams<'tls-endpoint'>, facts: TlsEndpointFacts, now: number): readonly RuleResult<FindingCode>[] {
  const where = endpointName(params.host, params.port);
  const name = params.serverName ?? params.host;
  const [certificate] = facts.chain;
  if (certificate === undefined) {
    const why = facts.tcp.unable?.code ?? (facts.tcp.verdict === 'open' ? (facts.failure ?? '') : facts.tcp.verdict);
    return certificateUnseen({ where, name, role: params.role, why });
  }
  const { chain, chainOrdered, trust, revocation } = facts;
  return judgeCertificate({ certificate, chain, chainOrdered, trust, revocation, role: params.role, name, where }, now);
}

function judgeEndpoint(params: CheckParams<'tls-endpoint'>, facts: TlsEndpointFacts, now: number): readonly RuleResult<FindingCode>[] {
  const closed = notOffered(params, facts.tcp);
  if (closed !== null) return [closed];
  // A federation has rules of its own for port and handshake (FED-01 to FED-04).
  const connection =
    params.role === 'sip-federation'
      ? judgeFederationEndpoint(facts, params, now)
      : [judgeOpen(params, facts.tcp), ...judgeHandshake(params, facts)];
  return [...connection, ...served(params, facts, now)];
}

function judgeStored(
  params: CheckParams<'stored-certificate'>,
  facts: StoredCertificateFacts,
  now: number,
): readonly RuleResult<FindingCode>[] {
  const { certificate, trust, revocation } = facts;
  const { role, serverName: name } = params;
  if (certificate === null) return certificateUnseen({ name: name ?? '', role });
  const subject: CertificateSubject = { certificate, chain: null, chainOrdered: true, trust, revocation, role, name, where: '' };
  return judgeCertificate(subject, now);
}

function judgeTlsProtocols(params: CheckParams<'tls-protocols'>, facts: CheckFacts['tls-protocols']): readonly RuleResult<FindingCode>[] {
  const closed = notOffered(params, facts.tcp);
  return closed === null ? judgeProtocols(params, facts) : [closed];
}

/** A kind without its rules does not compile, nor does a rule whose code has no sentences. */
const JUDGES: { readonly [K in CheckKind]: Judge<K> } = {
  'tcp-port': judgePort,
  'tls-endpoint': judgeEndpoint,
  'tls-protocols': judgeTlsProtocols,
  'dns-host': (params, facts, now) => judgeDnsHost(facts, params, now),
  'dns-federation-srv': (params, facts, now) => judgeFederationSrv(facts, params, now),
  'dns-issuance': (params, facts, now) => judgeIssuance(facts, params, now),
  'dns-address-list': (params, facts, now) => judgeAddressList(facts, params, now),
  'dns-internal': (params, facts, now) => judgeInternalName(facts, params, now),
  'certificate-selection': (params, facts, now) => judgeCertificateSelection(facts, params, now),
  'federation-partner': (params, facts, now) => judgeFederationPartner(facts, params, now),
  'stored-certificate': judgeStored,
  'federation-settings': (_params, facts, now) => judgeFederationSettings(facts, now),
};

/** A check of one kind. */
export interface SpecOf<K extends CheckKind> {
  readonly kind: K;
  readonly params: CheckParams<K>;
}

/**
 * What every rule says about the facts of one run; one answer per rule and subject, good ones too. Pure: the same facts at the same time give
 * the same answers, so a history can be judged again.
 * @param now milliseconds since 1970
 */
export const judge = <K extends CheckKind>(spec: SpecOf<K>, facts: FactsOf<K>, now: number): readonly RuleResult<FindingCode>[] =>
  JUDGES[spec.kind](spec.params, facts, now);
