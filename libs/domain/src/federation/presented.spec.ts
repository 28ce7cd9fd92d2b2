import { type CertificateFacts, EKU_ANY, EKU_CLIENT_AUTH, EKU_SERVER_AUTH } from '../certificate/facts.js';
import { findingText } from '../check/findings.js';
import { certificate, intermediate, SECOND } from '../test/certificates.js';
import { NOW } from '../test/federation.js';
import { said } from '../test/said.js';
import { judgePresentedCertificate } from './presented.js';

const FQDN = 'connect.acme.example';
const iso = (ms: number): string => new Date(ms).toISOString();
const chain = (more: Partial<CertificateFacts> = {}): readonly CertificateFacts[] => [certificate(more), intermediate()];

type Case = readonly [title: string, chain: readonly CertificateFacts[] | null, said: readonly string[]];
const CASES: readonly Case[] = [
  ['both purposes', chain(), []],
  ['clientAuth alone', chain({ extendedKeyUsage: [EKU_CLIENT_AUTH] }), []],
  ['no extension: every purpose', chain({ extendedKeyUsage: null }), []],
  ['any purpose', chain({ extendedKeyUsage: [EKU_ANY] }), []],
  ['serverAuth alone', chain({ extendedKeyUsage: [EKU_SERVER_AUTH] }), ['FED-12 fail client-certificate-server-only']],
  ['an empty extension', chain({ extendedKeyUsage: [] }), ['FED-12 fail client-certificate-server-only']],
  ['none', null, ['FED-12 fail client-certificate-missing']],
  ['an empty message', [], ['FED-12 fail client-certificate-missing']],
  ['in its last second', chain({ notAfter: iso(NOW) }), []],
  ['a second later', chain({ notAfter: iso(NOW - SECOND) }), ['FED-12 fail client-certificate-expired']],
  ['valid from now', chain({ notBefore: iso(NOW) }), []],
  ['valid from the next second', chain({ notBefore: iso(NOW + SECOND) }), ['FED-12 fail client-certificate-not-yet-valid']],
  ['self-signed', [certificate({ selfSigned: true })], ['FED-12 fail client-certificate-self-signed']],
  ['without its intermediate', [certificate()], ['FED-12 warn client-certificate-chain-incomplete']],
  ['another name', chain({ dnsNames: ['mail.acme.example'] }), ['FED-12 fail client-certificate-other-name']],
  ['a wildcard', chain({ dnsNames: ['*.acme.example'] }), ['FED-12 fail client-certificate-other-name']],
  [
    'each fault on its own',
    chain({ extendedKeyUsage: [EKU_SERVER_AUTH], notAfter: iso(NOW - SECOND) }),
    ['FED-12 fail client-certificate-server-only', 'FED-12 fail client-certificate-expired'],
  ],
];

describe('FED-12', () => {
  it.each(CASES)('%s', (_, presented, expected) => {
    expect(said(judgePresentedCertificate(presented, { peer: 'xphone', fqdn: FQDN }, NOW))).toEqual(expected);
  });

  it('names the bridges that are still open at that time, and none when all are over', () => {
    const fix = (now: number): string => {
      const [verdict] = judgePresentedCertificate(null, { peer: 'xphone', fqdn: FQDN }, now);
      return findingText('client-certificate-missing', verdict?.params ?? {}, 'en').fix;
    };
    expect(fix(NOW)).toContain('DigiCert (ends on March 1, 2027)');
    expect(fix(Date.parse('2027-03-01T00:00:00Z') - 1)).toContain('DigiCert');
    expect(fix(Date.parse('2027-03-01T00:00:00Z'))).not.toContain('As a bridge');
  });
});

it('FED-13: what Microsoft presents is told as Microsoft’s', () => {
  const by = (presented: readonly CertificateFacts[] | null) =>
    said(judgePresentedCertificate(presented, { peer: 'microsoft', fqdn: null }, NOW));
  expect(by(chain())).toEqual([]);
  expect(by(null)).toEqual(['FED-13 fail microsoft-certificate-missing']);
  expect(by(chain({ extendedKeyUsage: [EKU_SERVER_AUTH] }))).toEqual(['FED-13 fail microsoft-certificate-server-only']);
});
