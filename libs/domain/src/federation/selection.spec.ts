import { EKU_SERVER_AUTH } from '../certificate/facts.js';
import type { CertificateSelectionFacts, KnownCertificate } from '../check/facts.js';
import { findingText } from '../check/findings.js';
import { certificate, DAY, endpointFacts, SECOND, unseenFacts, validity } from '../test/certificates.js';
import { NOW } from '../test/federation.js';
import { leftOpen, said } from '../test/said.js';
import { judgeCertificateSelection } from './selection.js';

const PARAMS = { host: 'connect.acme.example', fqdn: 'connect.acme.example', port: 5061, httpsPort: 443 };
const served = certificate({ serial: '01', ...validity('2026-09-01T00:00:00Z', 90) });
const newer = certificate({ sha256: 'd'.repeat(64), serial: '02', ...validity('2026-11-01T00:00:00Z', 90) });
const SERVER_ONLY = { ...newer, extendedKeyUsage: [EKU_SERVER_AUTH] };
const known = (source: KnownCertificate['source'], more = newer): KnownCertificate => ({ source, certificate: more });
const facts = (others: readonly KnownCertificate[], more: Partial<CertificateSelectionFacts> = {}): CertificateSelectionFacts => ({
  served: endpointFacts({ chain: [served] }),
  others,
  unable: [],
  ...more,
});
const ABSENT = ['FED-08 fail certificate-not-selected'];

type Case = readonly [title: string, others: readonly KnownCertificate[], said: readonly string[]];
const CASES: readonly Case[] = [
  ['nothing is known to compare with: that is no all-clear', [], ['FED-08 skipped certificate-nothing-to-compare']],
  ['the same on 443', [known('https', served)], []],
  ['a newer one on 443', [known('https')], ABSENT],
  ['a newer one was uploaded', [known('uploaded')], ABSENT],
  ['a log alone knows a newer one', [known('transparency')], ['FED-08 warn certificate-issued-elsewhere']],
  ['a log and an upload', [known('transparency'), known('uploaded')], ABSENT],
  ['the precertificate of what is served', [known('transparency', { ...served, sha256: 'e'.repeat(64), notBefore: newer.notBefore })], []],
  ['an older one', [known('https', { ...newer, ...validity('2026-08-01T00:00:00Z', 200) })], []],
  ['issued in the same second', [known('https', { ...newer, notBefore: served.notBefore })], []],
  ['a second later', [known('https', { ...newer, notBefore: '2026-09-01T00:00:01.000Z' })], ABSENT],
  ['for another name', [known('https', { ...newer, dnsNames: ['www.acme.example'] })], []],
  ['a wildcard cannot be selected', [known('https', { ...newer, dnsNames: ['*.acme.example'] })], []],
  ['not valid yet', [known('uploaded', { ...newer, notBefore: new Date(NOW + SECOND).toISOString() })], []],
  ['valid since this very second', [known('uploaded', { ...newer, notBefore: new Date(NOW).toISOString() })], ABSENT],
  ['in its last second', [known('uploaded', { ...newer, notAfter: new Date(NOW).toISOString() })], ABSENT],
  ['already over', [known('uploaded', { ...newer, notAfter: new Date(NOW - SECOND).toISOString() })], []],
  ['a newer one that would break the outbound direction', [known('https', SERVER_ONLY)], ['FED-08 info certificate-newer-server-only']],
  ['one of each', [known('https', { ...SERVER_ONLY, sha256: 'f'.repeat(64), serial: '03' }), known('uploaded')], ABSENT],
  ['a certificate of an authority', [known('uploaded', { ...newer, isCa: true })], []],
];

describe('FED-08', () => {
  it.each(CASES)('%s', (_, others, expected) => {
    expect(said(judgeCertificateSelection(facts(others), PARAMS, NOW))).toEqual(expected);
  });

  it('weighs the same on the day of renewal, a day before the end and after it', () => {
    for (const notAfter of [NOW + 60 * DAY, NOW + DAY, NOW - DAY].map((ms) => new Date(ms).toISOString())) {
      const old = endpointFacts({ chain: [{ ...served, notAfter }] });
      expect(said(judgeCertificateSelection(facts([known('https')], { served: old }), PARAMS, NOW))).toEqual(ABSENT);
    }
  });

  it('asks for a certificate without clientAuth only where nothing is lost by it', () => {
    const judged = (more: Partial<typeof served>) =>
      said(
        judgeCertificateSelection(
          facts([known('https', SERVER_ONLY)], { served: endpointFacts({ chain: [{ ...served, ...more }] }) }),
          PARAMS,
          NOW,
        ),
      );
    expect(judged({ extendedKeyUsage: [EKU_SERVER_AUTH] })).toEqual(ABSENT);
    expect(judged({ extendedKeyUsage: null })).toEqual(['FED-08 info certificate-newer-server-only']);
    expect(judged({ notAfter: new Date(NOW - SECOND).toISOString() })).toEqual(ABSENT);
    expect(judged({ notAfter: new Date(NOW).toISOString() })).toEqual(['FED-08 info certificate-newer-server-only']);
  });

  it('says what to click, and which serial number', () => {
    const [verdict] = judgeCertificateSelection(facts([known('https')]), PARAMS, NOW);
    const { fix } = findingText('certificate-not-selected', verdict?.params ?? {}, 'de');
    expect(fix).toContain('[Zertifikate]');
    expect(fix).toContain('Seriennummer 02');
    expect(verdict?.params).toMatchObject({ breaksAt: '2026-11-30T00:00:00.000Z', source: 'https' });
  });

  it('stays open while the source that showed the renewal is silent, or the port is', () => {
    const judged = (given: CertificateSelectionFacts) => judgeCertificateSelection(given, PARAMS, NOW);
    const bad = judged(facts([known('https')]));
    const unable = [{ source: 'https' as const, why: { code: 'connection-timed-out', detail: null } }];
    expect(leftOpen('certificate-selection', bad, judged(facts([], { unable })))).toEqual(['certificate-not-selected']);
    expect(leftOpen('certificate-selection', bad, judged(facts([], { served: unseenFacts('filtered') })))).toEqual([
      'certificate-not-selected',
    ]);
    expect(leftOpen('certificate-selection', bad, judged(facts([])))).toEqual([]);
  });

  it('cannot tell without the served certificate, and says which source could not be asked', () => {
    const unable = [{ source: 'transparency' as const, why: { code: 'connection-timed-out', detail: null } }];
    expect(said(judgeCertificateSelection(facts([known('https')], { served: unseenFacts('refused') }), PARAMS, NOW))).toEqual([
      'FED-08 unable-to-tell served-certificate-unread',
    ]);
    expect(said(judgeCertificateSelection(facts([], { unable }), PARAMS, NOW))).toEqual([
      'FED-08 unable-to-tell certificate-source-unable',
    ]);
  });
});
