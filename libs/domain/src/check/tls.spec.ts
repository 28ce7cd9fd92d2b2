import { endpointFacts, protocolFacts, tcp, unseenFacts } from '../test/certificates.js';
import { findingText } from './findings.js';
import { CHECK_PARAMS, type CheckParams } from './kinds.js';
import { judgeHandshake, judgeProtocols } from './tls.js';
import type { TlsEndpointFacts, TlsProtocolFacts } from './facts.js';

type Policy = CheckParams<'tls-protocols'>['policy'];
const params = (policy: Policy) => CHECK_PARAMS['tls-protocols'].parse({ host: 'pbx.acme.example', port: 443, policy });
const said = (policy: Policy, facts: TlsProtocolFacts): readonly string[] =>
  judgeProtocols(params(policy), facts)
    .filter((answer) => answer.status !== 'ok')
    .map((answer) => `${answer.status} ${answer.code ?? '-'} ${answer.subject}`.trim());

describe('TLS-01: versions', () => {
  type Said = readonly string[];
  it.each<readonly [title: string, versions: Partial<TlsProtocolFacts['versions']>, said: Readonly<Record<Policy, Said>>]>([
    ['as it should be', {}, { starface: [], modern: [], report: [] }],
    ['an old version accepted', { 'TLSv1.1': 'accepted' }, both('fail', ['old-version-accepted TLSv1.1'])],
    [
      'each old version is told',
      { SSLv3: 'accepted', TLSv1: 'accepted' },
      both('fail', ['old-version-accepted SSLv3', 'old-version-accepted TLSv1']),
    ],
    [
      '1.3 alone: a choice, where the vendor does not promise 1.2',
      { 'TLSv1.2': 'refused' },
      { starface: ['warn version-missing TLSv1.2'], modern: [], report: [] },
    ],
    [
      '1.2 alone: Windows before Server 2022 can do no more',
      { 'TLSv1.3': 'refused' },
      {
        ...both('info', ['version-missing TLSv1.3'], ['skipped no-tls13']),
        starface: ['warn version-missing TLSv1.3', 'skipped no-tls13'],
      },
    ],
    [
      'neither',
      { 'TLSv1.2': 'refused', 'TLSv1.3': 'refused', 'TLSv1.1': 'accepted' },
      both('fail', ['old-version-accepted TLSv1.1', 'version-missing TLSv1.2', 'version-missing TLSv1.3'], ['skipped no-tls13']),
    ],
    ['silence is no refusal', { TLSv1: 'unable-to-tell' }, both('unable-to-tell', ['tls-not-seen TLSv1'])],
  ])('%s', (_, versions, expected) => {
    const facts = protocolFacts(versions, 'TLSv1.3' in versions ? { postQuantum: null, groups: [] } : {});
    for (const policy of ['starface', 'modern', 'report'] as const)
      expect([policy, said(policy, facts)]).toEqual([policy, expected[policy]]);
  });
});

/** The same under both strict policies; `report` only informs. */
function both(status: string, codes: readonly string[], more: readonly string[] = []): Readonly<Record<Policy, readonly string[]>> {
  const strict = [...codes.map((code) => `${status} ${code}`), ...more];
  const mild = status === 'unable-to-tell' ? status : 'info';
  return { starface: strict, modern: strict, report: [...codes.map((code) => `${mild} ${code}`), ...more] };
}

describe('TLS-02 and TLS-03', () => {
  it.each([
    ['TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'fail'],
    ['TLS_RSA_WITH_RC4_128_SHA', 'fail'],
    ['TLS_RSA_WITH_NULL_SHA256', 'fail'],
    ['TLS_RSA_EXPORT_WITH_DES40_CBC_SHA', 'fail'],
    ['TLS_DH_anon_WITH_AES_128_CBC_SHA', 'fail'],
    ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'warn'],
    ['TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'warn'],
  ])('%s: %s', (cipher, status) => {
    const facts = protocolFacts({}, { weakCiphers: [cipher] });
    expect(said('starface', facts)).toEqual([`${status} weak-ciphers`]);
    expect(said('report', facts)).toEqual(['info weak-ciphers']);
  });

  it('a missing post-quantum group is only a note', () => {
    expect(said('modern', protocolFacts({}, { postQuantum: false, groups: ['X25519'] }))).toEqual(['info no-post-quantum']);
    expect(said('modern', protocolFacts({}, { postQuantum: null }))).toEqual(['unable-to-tell tls-not-seen']);
  });

  it('an empty list of weak suites proves nothing when nothing was answered', () => {
    const silent = protocolFacts(
      {
        SSLv3: 'unable-to-tell',
        TLSv1: 'unable-to-tell',
        'TLSv1.1': 'unable-to-tell',
        'TLSv1.2': 'unable-to-tell',
        'TLSv1.3': 'unable-to-tell',
      },
      { postQuantum: null },
    );
    expect(new Set(judgeProtocols(params('starface'), silent).map((answer) => answer.status))).toEqual(new Set(['unable-to-tell']));
  });

  it('an empty list of weak suites proves nothing while TLS 1.2 keeps silent: TLS 1.3 has none', () => {
    expect(said('modern', protocolFacts({ 'TLSv1.2': 'unable-to-tell' }))).toEqual([
      'unable-to-tell tls-not-seen TLSv1.2',
      'unable-to-tell tls-not-seen',
    ]);
    expect(said('modern', protocolFacts({ 'TLSv1.2': 'refused' }))).toEqual([]);
  });

  it.each(['refused', 'filtered', 'unreachable', 'unable-to-tell'] as const)('a port that is %s tells nothing about TLS', (verdict) => {
    const answers = judgeProtocols(params('starface'), protocolFacts({}, { tcp: tcp(verdict) }));
    expect(answers.map((answer) => `${answer.rule} ${answer.status}`)).toEqual([
      'TLS-01 unable-to-tell',
      'TLS-02 unable-to-tell',
      'TLS-03 unable-to-tell',
    ]);
  });
});

describe('what is advised about TLS', () => {
  const fix = (policy: Policy, code: string, more = {}) =>
    findingText(
      code,
      { where: 'pbx.acme.example:443', policy, version: 'TLSv1.2', ciphers: ['TLS_RSA_WITH_AES_128_CBC_SHA'], ...more },
      'de',
    ).fix;

  it.each(['old-version-accepted', 'version-missing', 'weak-ciphers'])('%s: no Windows registry for a PBX that is none', (code) => {
    expect(fix('starface', code)).not.toMatch(/reg add|Disable-TlsCipherSuite/);
    expect(fix('starface', code)).toContain('STARFACE');
    expect(fix('modern', code)).toMatch(/reg add|Disable-TlsCipherSuite/);
  });

  it('sets both registry values that decide about a version, and never TLS 1.3 on a Windows that lacks it', () => {
    for (const code of ['old-version-accepted', 'version-missing']) {
      const on = code === 'version-missing';
      expect(fix('modern', code)).toContain(`/v Enabled /t REG_DWORD /d ${on ? 1 : 0} /f`);
      expect(fix('modern', code)).toContain(`/v DisabledByDefault /t REG_DWORD /d ${on ? 0 : 1} /f`);
    }
    expect(fix('modern', 'version-missing', { version: 'TLSv1.3' })).toContain('nur ab Server 2022');
  });
});

describe('TLS-01 of one handshake', () => {
  const handshake = (facts: TlsEndpointFacts, startTls: 'none' | 'xmpp' = 'none') =>
    judgeHandshake(CHECK_PARAMS['tls-endpoint'].parse({ host: 'pbx.acme.example', port: 5222, startTls }), facts).map(
      (answer) => answer.code ?? answer.status,
    );

  it.each<readonly [string, Partial<TlsEndpointFacts>, string]>([
    ['completed', {}, 'ok'],
    ['a client certificate was demanded, so TLS works', { handshake: 'client-certificate-required' }, 'ok'],
    ['failed with an alert', { handshake: 'failed', failure: '40' }, 'handshake-failed'],
    ['no TLS at all', { handshake: null, failure: 'ECONNRESET' }, 'handshake-failed'],
  ])('%s', (_, more, expected) => expect(handshake(endpointFacts(more))).toEqual([expected]));

  it('tells a STARTTLS dialogue that failed from a handshake that did', () =>
    expect(handshake(endpointFacts({ handshake: null, failure: 'no starttls offered' }), 'xmpp')).toEqual(['starttls-failed']));

  it('says nothing behind a closed port', () => expect(handshake(unseenFacts('refused'))).toEqual(['tls-not-seen']));
});
