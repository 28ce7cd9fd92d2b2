import { at, certificate, DAY, validity } from '../test/certificates.js';
import { outlook, type OutlookCertificate, type OutlookFinding, outlookText } from './outlook.js';

const NOW = at('2026-11-22T00:00:00Z');
const SPAN = { from: NOW, until: NOW + 90 * DAY };
const cert = (id: string, from: string, days: number, more: Partial<OutlookCertificate> = {}): OutlookCertificate => ({
  id,
  tenantId: 'one',
  facts: certificate({ sha256: id.repeat(64).slice(0, 64), ...validity(from, days) }),
  role: 'web-server',
  endpoints: ['www.acme.example:443'],
  ...more,
});
const finding = (id: string, more: Partial<OutlookFinding>): OutlookFinding => ({
  id,
  tenantId: 'one',
  rule: 'FED-07',
  code: 'client-auth-ends',
  subject: '',
  severity: 'warn',
  params: { name: 'connect.acme.example' },
  breaksAt: null,
  ...more,
});
const told = (certificates: readonly OutlookCertificate[], findings: readonly OutlookFinding[], span = SPAN): readonly string[] =>
  outlook(certificates, findings, span).map(
    (point) =>
      `${new Date(point.at).toISOString().slice(0, 10)} ${point.kind} ${point.severity} ${point.certificate?.id ?? '-'} ${point.finding?.id ?? '-'}`,
  );

describe('the outlook', () => {
  it('tells what expires, breaks and needs a hand, soonest first, up to the last day asked for', () => {
    const certificates = [
      cert('a', '2026-11-01T00:00:00Z', 90),
      cert('b', '2026-09-01T00:00:00Z', 90),
      cert('c', '2026-11-20T00:00:00Z', 200),
    ];
    const findings = [
      finding('f', { breaksAt: at('2027-01-10T12:00:00Z') }),
      finding('g', { rule: 'FED-08', code: 'certificate-not-selected', severity: 'fail', breaksAt: at('2027-02-01T00:00:00Z') }),
      finding('h', { breaksAt: at('2027-06-01T00:00:00Z') }),
      finding('k', { rule: 'FED-08', code: 'certificate-newer-server-only', severity: 'info' }),
      finding('i', { rule: 'CRT-04', code: 'wildcard-refused' }),
    ];
    expect(told(certificates, findings)).toEqual([
      '2026-11-22 needs-hand fail - g',
      '2026-11-30 expires fail b -',
      '2027-01-10 breaks warn - f',
      '2027-01-30 expires info a -',
    ]);
  });

  it('keeps what is overdue', () => {
    expect(told([cert('a', '2026-01-01T00:00:00Z', 90)], [])).toEqual(['2026-04-01 expires fail a -']);
  });

  it('tells a certificate once, with the finding about its end, and never mixes customers', () => {
    const one = cert('a', '2026-09-01T00:00:00Z', 90);
    const sha = one.facts.sha256;
    const about = (id: string, tenantId: string) =>
      finding(id, {
        rule: 'CRT-01',
        code: 'certificate-critical',
        severity: 'fail',
        subject: sha,
        tenantId,
        breaksAt: at('2026-11-30T00:00:00Z'),
      });
    expect(told([one, { ...one, id: 'z' }], [about('f', 'one')])).toEqual(['2026-11-30 expires fail a f']);
    expect(told([one], [about('f', 'two')])).toEqual(['2026-11-30 expires fail a -', '2026-11-30 expires fail - f']);
  });

  it('says what follows: the renewal, how long it will last, and the step by hand of a federation', () => {
    const one = cert('a', '2026-12-15T00:00:00Z', 90, { role: 'sip-federation' });
    const own = { ...one, facts: { ...one.facts, issuerOrganization: "Let's Encrypt" } };
    const [point] = outlook([own], [], { from: NOW, until: NOW + 365 * DAY });
    if (point === undefined) throw new Error('no point');
    const de = outlookText(point, 'de');
    expect(de.title).toBe('Zertifikat für connect.acme.example läuft ab');
    expect(de.text).toMatch(/13\. Februar 2027 erneuert und gilt dann 64 Tage.*\[Zertifikate\] von Hand/);
    expect(outlookText(point, 'en').text).toMatch(/renewed around .*2027, for 64 days then.*selected by hand/);
  });

  it('shows a finding in its own words', () => {
    const [point] = outlook(
      [],
      [finding('f', { breaksAt: NOW + DAY, params: { name: 'connect.acme.example', breaksAt: '2026-11-23T00:00:00Z' } })],
      SPAN,
    );
    if (point === undefined) throw new Error('no point');
    expect(outlookText(point, 'de').title).toBe('Federation über connect.acme.example bricht am 23. November 2026');
  });
});
