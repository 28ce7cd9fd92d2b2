import { at, certificate, endpointFacts, GOOD, protocolFacts, SECOND, tcp, TRUSTED, unseenFacts, validity } from '../test/certificates.js';
import type { FactsOf, TcpFacts } from './facts.js';
import { findingText } from './findings.js';
import { judge } from './judge.js';
import { CHECK_PARAMS, type CheckParams } from './kinds.js';
import { worstStatus } from './status.js';

const NOW = at('2026-11-22T00:00:00Z');
const port = (params: object, facts: TcpFacts) =>
  judge({ kind: 'tcp-port', params: CHECK_PARAMS['tcp-port'].parse({ host: 'pbx.acme.example', port: 5061, ...params }) }, facts, NOW);
const endpoint = (params: object, facts: FactsOf<'tls-endpoint'>, now = NOW) =>
  judge(
    { kind: 'tls-endpoint', params: CHECK_PARAMS['tls-endpoint'].parse({ host: 'connect.acme.example', port: 5061, ...params }) },
    facts,
    now,
  );
const rules = (answers: readonly { readonly rule: string }[]): readonly string[] => [...new Set(answers.map(({ rule }) => rule))];

describe('PORT-01 and PORT-02', () => {
  it.each<readonly [TcpFacts['verdict'], string, string]>([
    ['open', 'ok', 'port-exposed'],
    ['refused', 'port-refused', 'ok'],
    ['filtered', 'port-filtered', 'ok'],
    ['unreachable', 'port-unreachable', 'ok'],
    ['unable-to-tell', 'port-unknown', 'port-unknown'],
  ])('%s: %s where it must be open, %s where it must be closed', (verdict, open, closed) => {
    const code = (expect: string) => port({ expect }, tcp(verdict)).map((answer) => answer.code ?? answer.status);
    expect([code('open'), code('closed')]).toEqual([[open], [closed]]);
  });

  it('sends nobody to look for a service of his own where the vendor’s is meant', () => {
    const [own] = port({}, tcp('refused'));
    const [vendor] = port({ host: 'license.starface.de', port: 8383, purpose: 'licence' }, tcp('refused'));
    expect(findingText('port-refused', own?.params ?? {}, 'de').fix).toContain('netstat');
    const { fix } = findingText('port-refused', vendor?.params ?? {}, 'de');
    expect(fix).not.toContain('netstat');
    expect(fix).toContain('ausgehend TCP zu license.starface.de:8383');
  });

  it('never takes what could not be told for a failure', () => {
    expect(port({ expect: 'open' }, tcp('unable-to-tell'))[0]?.status).toBe('unable-to-tell');
    expect(port({ expect: 'closed' }, tcp('unable-to-tell'))[0]?.status).toBe('unable-to-tell');
  });
});

describe('a TLS service', () => {
  it('is judged with its certificate, each rule once per subject', () => {
    const answers = endpoint({ role: 'sip-server' }, endpointFacts());
    expect(rules(answers)).toEqual(expect.arrayContaining(['PORT-01', 'TLS-01', 'CRT-01', 'CRT-12']));
    expect(worstStatus(answers.map((answer) => answer.status))).toBe('ok');
    const keys = answers.map(({ rule, subject }) => `${rule} ${subject}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('of a federation follows the federation’s own rules for port and handshake', () => {
    const seen = rules(endpoint({ role: 'sip-federation' }, endpointFacts()));
    expect(seen).toEqual(expect.arrayContaining(['FED-01', 'FED-02', 'FED-03', 'FED-04', 'FED-07', 'CRT-08']));
    expect(seen).not.toContain('PORT-01');
  });

  it('whose port is closed fails by its port alone; everything behind it cannot be told', () => {
    for (const role of ['sip-federation', 'web-server']) {
      const answers = endpoint({ role }, unseenFacts('filtered'));
      expect(answers.filter((answer) => answer.status === 'fail').map((answer) => answer.rule)).toEqual([
        role === 'sip-federation' ? 'FED-01' : 'PORT-01',
      ]);
      expect(new Set(answers.slice(1).map((answer) => answer.status))).toEqual(new Set(['unable-to-tell']));
    }
  });

  it('that could not be looked at fails in nothing', () => {
    const answers = endpoint({ role: 'sip-federation' }, unseenFacts('unable-to-tell'));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set(['unable-to-tell']));
  });

  it('that need not be offered is no finding while it is closed, and judged once it is open', () => {
    const closed = endpoint({ role: 'xmpp-server', optional: true }, unseenFacts('refused'));
    expect(closed.map((answer) => `${answer.rule} ${answer.status}`)).toEqual(['PORT-01 skipped']);
    expect(rules(endpoint({ role: 'xmpp-server', optional: true }, endpointFacts()))).toContain('CRT-01');
    const protocols = {
      kind: 'tls-protocols',
      params: CHECK_PARAMS['tls-protocols'].parse({ host: 'a.example', port: 443, optional: true }),
    } as const;
    expect(judge(protocols, protocolFacts({}, { tcp: tcp('filtered') }), NOW).map((answer) => answer.status)).toEqual(['skipped']);
  });

  it('is asked for the name it was told to answer to', () => {
    const wrong = (params: object) =>
      endpoint({ role: 'web-server', ...params }, endpointFacts()).find((answer) => answer.rule === 'CRT-03')?.status;
    expect(wrong({})).toBe('ok');
    expect(wrong({ serverName: 'other.example' })).toBe('fail');
    expect(wrong({ host: '203.0.113.5', serverName: 'connect.acme.example' })).toBe('ok');
    expect(wrong({ host: '203.0.113.5' })).toBe('info');
  });

  it('expires at its exact second', () => {
    const leaf = certificate(validity('2026-08-24T00:00:00Z', 90));
    const facts = endpointFacts({ chain: [leaf] });
    const code = (now: number) => endpoint({ role: 'web-server' }, facts, now).find((answer) => answer.rule === 'CRT-01')?.code;
    expect([code(NOW - 1), code(NOW), code(NOW + SECOND)]).toEqual(['certificate-critical', 'certificate-expired', 'certificate-expired']);
  });
});

describe('an uploaded certificate', () => {
  const params: CheckParams<'stored-certificate'> = CHECK_PARAMS['stored-certificate'].parse({
    certificateId: '7d1c1b0e-4b0e-4d5c-9c43-9f2f5a3d0001',
    role: 'web-server',
  });
  it('is judged without chain and name', () => {
    const answers = judge({ kind: 'stored-certificate', params }, { certificate: certificate(), trust: TRUSTED, revocation: GOOD }, NOW);
    expect(rules(answers)).not.toContain('CRT-05');
    expect(rules(answers)).not.toContain('CRT-03');
    expect(answers.find((answer) => answer.rule === 'CRT-01')?.status).toBe('ok');
  });

  it('that is gone cannot be told', () => {
    const answers = judge({ kind: 'stored-certificate', params }, { certificate: null, trust: [], revocation: null }, NOW);
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set(['unable-to-tell']));
  });
});

it('judging is pure: the same facts at the same time give the same answers', () => {
  const facts = Object.freeze(endpointFacts());
  expect(endpoint({ role: 'sip-federation' }, facts)).toEqual(endpoint({ role: 'sip-federation' }, facts));
});
