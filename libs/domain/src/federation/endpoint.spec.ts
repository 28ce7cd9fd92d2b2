import type { TlsEndpointFacts } from '../check/facts.js';
import { endpointFacts, unseenFacts } from '../test/certificates.js';
import { NOW } from '../test/federation.js';
import { said } from '../test/said.js';
import { judgeFederationEndpoint } from './endpoint.js';

const untold = ['FED-02', 'FED-03', 'FED-04'].map((rule) => `${rule} unable-to-tell federation-not-reached`);
type Case = readonly [title: string, facts: TlsEndpointFacts, said: readonly string[]];
const CASES: readonly Case[] = [
  ['all is well', endpointFacts(), []],
  [
    'a client certificate is required (TLS 1.3)',
    endpointFacts({ handshake: 'client-certificate-required', clientCertificate: 'required' }),
    [],
  ],
  [
    'the same at TLS 1.2: broken off before a version is known, certificate read all the same (FED-04)',
    endpointFacts({ handshake: 'client-certificate-required', protocol: null, failure: 'alert-40', clientCertificate: 'required' }),
    [],
  ],
  ['refused', unseenFacts('refused'), ['FED-01 fail federation-port-refused', ...untold]],
  ['filtered', unseenFacts('filtered'), ['FED-01 fail federation-port-filtered', ...untold]],
  ['unreachable', unseenFacts('unreachable'), ['FED-01 fail federation-port-unreachable', ...untold]],
  ['could not be told', unseenFacts('unable-to-tell'), ['FED-01 unable-to-tell federation-port-untold', ...untold]],
  ['TLS 1.2', endpointFacts({ protocol: 'TLSv1.2' }), []],
  ['TLS 1.1', endpointFacts({ protocol: 'TLSv1.1' }), ['FED-02 fail federation-tls-too-old']],
  [
    'alert 70',
    { ...unseenFacts('refused'), tcp: endpointFacts().tcp, handshake: 'failed', failure: 'alert-70' },
    [
      'FED-02 fail federation-tls-too-old',
      'FED-03 unable-to-tell federation-client-certificate-untold',
      'FED-04 unable-to-tell federation-certificate-unread',
    ],
  ],
  [
    'no TLS at all',
    { ...unseenFacts('refused'), tcp: endpointFacts().tcp, handshake: 'failed', failure: 'not-tls' },
    [
      'FED-02 fail federation-no-tls',
      'FED-03 unable-to-tell federation-client-certificate-untold',
      'FED-04 unable-to-tell federation-certificate-unread',
    ],
  ],
  [
    'no client certificate asked for',
    endpointFacts({ clientCertificate: 'not-requested' }),
    ['FED-03 fail federation-client-certificate-not-requested'],
  ],
  [
    'unknown whether',
    endpointFacts({ clientCertificate: 'unable-to-tell' }),
    ['FED-03 unable-to-tell federation-client-certificate-untold'],
  ],
];

it.each(CASES)('FED-01 to FED-04: %s', (_, facts, expected) => {
  expect(said(judgeFederationEndpoint(facts, { host: 'connect.acme.example', port: 5061 }, NOW))).toEqual(expected);
});

it('gives an answer for each of the four, and hands on nothing but host and port of its place', () => {
  const place = { host: 'connect.acme.example', port: 5061, serverName: null };
  const answers = judgeFederationEndpoint(endpointFacts(), place, NOW);
  expect(answers.map(({ rule }) => rule)).toEqual(['FED-01', 'FED-02', 'FED-03', 'FED-04']);
  expect(answers.every(({ params }) => !('serverName' in params))).toBe(true);
});
