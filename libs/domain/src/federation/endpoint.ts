import type { TlsEndpointFacts } from '../check/facts.js';
import { fine, type RuleResult } from '../check/rule-result.js';

export type EndpointCode =
  | 'federation-port-refused'
  | 'federation-port-filtered'
  | 'federation-port-unreachable'
  | 'federation-port-untold'
  | 'federation-not-reached'
  | 'federation-no-tls'
  | 'federation-tls-too-old'
  | 'federation-client-certificate-not-requested'
  | 'federation-client-certificate-untold'
  | 'federation-certificate-unread';

type Verdict = RuleResult<EndpointCode>;

/** Alert 70 `protocol_version` (RFC 8446 §6), however the prober spells it. */
const isProtocolAlert = (failure: string): boolean => /\b70\b|protocol[_ -]version|unsupported[_ -]protocol/i.test(failure);

/** Where the facts were gathered, for the sentences. */
export interface EndpointPlace {
  readonly host: string;
  readonly port: number;
}

function reached({ tcp }: TlsEndpointFacts, place: EndpointPlace): Verdict {
  const rule = 'FED-01';
  const params = {
    ...place,
    address: tcp.address ?? '',
    connectMs: tcp.connectMs ?? '',
    why: tcp.unable?.code ?? '–',
  };
  if (tcp.verdict === 'open') return fine(rule, params);
  if (tcp.verdict === 'unable-to-tell') return { rule, status: 'unable-to-tell', code: 'federation-port-untold', subject: '', params };
  return { rule, status: 'fail', code: `federation-port-${tcp.verdict}`, subject: '', params };
}

function version(facts: TlsEndpointFacts, place: EndpointPlace): Verdict {
  const rule = 'FED-02';
  const failure = facts.failure ?? '';
  const seen = [facts.protocol ?? '', failure].filter((text) => text !== '').join(', ') || '–';
  const params = { ...place, protocol: facts.protocol ?? '', cipher: facts.cipher ?? '', failure, seen };
  if (facts.protocol === 'TLSv1.2' || facts.protocol === 'TLSv1.3') return fine(rule, params);
  if (facts.protocol !== null || isProtocolAlert(failure))
    return { rule, status: 'fail', code: 'federation-tls-too-old', subject: '', params };
  // A server that refused us for want of a certificate spoke TLS; only its version did not become known.
  if (facts.handshake === 'client-certificate-required') return fine(rule, params);
  return { rule, status: 'fail', code: 'federation-no-tls', subject: '', params };
}

function mutual(facts: TlsEndpointFacts, place: EndpointPlace): Verdict {
  const rule = 'FED-03';
  const params = { ...place, clientCertificate: facts.clientCertificate };
  if (facts.clientCertificate === 'requested' || facts.clientCertificate === 'required') return fine(rule, params);
  return facts.clientCertificate === 'not-requested'
    ? { rule, status: 'fail', code: 'federation-client-certificate-not-requested', subject: '', params }
    : { rule, status: 'unable-to-tell', code: 'federation-client-certificate-untold', subject: '', params };
}

/** FED-04: a server that insists on a client certificate has shown its own before, so that it can be judged without owning one. */
const readable = (facts: TlsEndpointFacts, place: EndpointPlace): Verdict =>
  facts.chain.length > 0
    ? fine('FED-04', { certificates: facts.chain.length })
    : {
        rule: 'FED-04',
        status: 'unable-to-tell',
        code: 'federation-certificate-unread',
        subject: '',
        params: { ...place, failure: facts.failure ?? '–' },
      };

/**
 * FED-01 to FED-04: what a handshake with the federation port shows beside the certificate. FED-05 and FED-06 are the certificate rules for the
 * role `sip-federation`. Where the port was not reached the others are not guessed.
 */
export function judgeFederationEndpoint(facts: TlsEndpointFacts, { host, port }: EndpointPlace, _now: number): readonly Verdict[] {
  const place = { host, port };
  const first = reached(facts, place);
  if (first.status === 'ok') return [first, version(facts, place), mutual(facts, place), readable(facts, place)];
  const untold = ['FED-02', 'FED-03', 'FED-04'].map((rule): Verdict => ({
    rule,
    status: 'unable-to-tell',
    code: 'federation-not-reached',
    subject: '',
    params: place,
  }));
  return [first, ...untold];
}
