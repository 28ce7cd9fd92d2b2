import { at, DAY, distrust, iso, subject, validity } from '../test/certificates.js';
import { findingText } from '../check/findings.js';
import { clientAuthEnd, judgeClientAuthEnd } from './client-auth.js';
import { EKU_CLIENT_AUTH, EKU_SERVER_AUTH } from './facts.js';
import { bridges, deadlineOf, nextLifetimeMs } from './deadlines.js';

const BOTH = [EKU_SERVER_AUTH, EKU_CLIENT_AUTH];
const of = (organization: string, from: string, days: number) =>
  subject({ issuerOrganization: organization, issuerCommonName: null, extendedKeyUsage: BOTH, ...validity(from, days) });
const said = (one: ReturnType<typeof subject>, now: string) => {
  const [answer] = judgeClientAuthEnd(one, at(now));
  const day = (value: unknown): string => String(value).slice(0, 10);
  return answer === undefined
    ? 'nothing'
    : `${answer.status} ${answer.code ?? '-'} ${day(answer.params.ends)} ${day(answer.params.renewalAt)} ${day(answer.params.breaksAt)}`;
};

describe('FED-07: when a federation loses clientAuth', () => {
  it.each<readonly [title: string, organization: string, validity: readonly [from: string, days: number], expected: string]>([
    [
      'the renewal falls after the deadline: this one is the last',
      'DigiCert Inc',
      ['2026-11-01T00:00:00Z', 200],
      'warn client-auth-ends 2027-03-01 2027-03-14 2027-05-20',
    ],
    [
      'one more renewal fits before it',
      'DigiCert Inc',
      ['2026-10-01T00:00:00Z', 200],
      'info client-auth-ends-later 2027-03-01 2027-02-11 2027-08-30',
    ],
    ['several do', 'GeoTrust Inc.', ['2026-11-01T00:00:00Z', 45], 'info client-auth-ends-later 2027-03-01 2026-12-01 2027-03-16'],
    [
      'an authority nobody looked up follows Chrome',
      'Beispiel Trust GmbH',
      ['2026-11-01T00:00:00Z', 200],
      'info client-auth-ends-later 2027-03-15 2027-03-14 2027-09-30',
    ],
    [
      'an overdue renewal is counted from now',
      'DigiCert Inc',
      ['2026-09-01T00:00:00Z', 90],
      'info client-auth-ends-later 2027-03-01 2026-11-22 2027-04-21',
    ],
    [
      'issued after every deadline: the table is out of date',
      'DigiCert Inc',
      ['2027-04-01T00:00:00Z', 90],
      'unable-to-tell client-auth-end-unknown undefined undefined undefined',
    ],
  ])('%s', (_, organization, [from, days], expected) => {
    const now = from > '2026-11-22' ? from : '2026-11-22T00:00:00Z';
    expect(said(of(organization, from, days), now)).toBe(expected);
  });

  it('turns over at the second: a renewal one second before the deadline still has clientAuth', () => {
    const end = at('2027-03-01T00:00:00Z');
    const renewedAt = (moment: number) =>
      judgeClientAuthEnd(of('DigiCert Inc', iso(moment - 60 * DAY), 90), at('2027-01-15T00:00:00Z'))[0]?.code;
    expect(renewedAt(end)).toBe('client-auth-ends');
    expect(renewedAt(end - 1_000)).toBe('client-auth-ends-later');
  });

  it('caps the successor at the limit of its day of issue', () => {
    const { certificate } = of('DigiCert Inc', '2026-03-01T00:00:00Z', 398);
    expect(nextLifetimeMs(certificate, at('2026-03-14T23:59:59Z'))).toBe(398 * DAY);
    expect(nextLifetimeMs(certificate, at('2026-03-15T00:00:00Z'))).toBe(200 * DAY);
    expect(nextLifetimeMs(certificate, at('2027-03-15T00:00:00Z'))).toBe(100 * DAY);
    expect(nextLifetimeMs(certificate, at('2029-03-15T00:00:00Z'))).toBe(47 * DAY);
  });

  it('knows what Let’s Encrypt will issue next', () => {
    const { certificate } = of("Let's Encrypt", '2026-11-01T00:00:00Z', 90);
    expect(nextLifetimeMs(certificate, at('2027-02-09T23:59:59Z'))).toBe(90 * DAY);
    expect(nextLifetimeMs(certificate, at('2027-02-10T00:00:00Z'))).toBe(64 * DAY);
    expect(nextLifetimeMs(certificate, at('2028-02-16T00:00:00Z'))).toBe(45 * DAY);
  });

  it('carries sources that contradict each other, and drops the one that the certificate disproves', () => {
    const before = clientAuthEnd(of('Sectigo Limited', '2026-05-01T00:00:00Z', 90).certificate, at('2026-05-02T00:00:00Z'));
    expect(before?.claim.ends).toBe('2026-05-15T00:00:00Z');
    expect(before?.rivals.map((claim) => claim.ends)).toEqual(['2027-02-10T00:00:00Z']);
    const after = clientAuthEnd(of('Sectigo Limited', '2026-06-01T00:00:00Z', 200).certificate, at('2026-06-02T00:00:00Z'));
    expect(after?.claim).toMatchObject({ ends: '2027-02-10T00:00:00Z', secondHand: true });
    expect(after?.rivals).toEqual([]);
  });

  it('says nothing where there is no clientAuth, no federation or no life left, and knows no deadline of a private authority', () => {
    const one = of('DigiCert Inc', '2026-11-01T00:00:00Z', 200);
    const now = '2026-11-22T00:00:00Z';
    const without = { ...one, certificate: { ...one.certificate, extendedKeyUsage: [EKU_SERVER_AUTH] } };
    expect(said(without, now)).toBe('nothing');
    expect(said({ ...one, role: 'web-server' }, now)).toBe('nothing');
    expect(said(of('DigiCert Inc', '2026-01-01T00:00:00Z', 90), now)).toBe('nothing');
    const own = { ...one, certificate: { ...one.certificate, sctCount: 0 }, trust: [distrust('microsoft', 'unknown-root')] };
    expect(said(own, now)).toMatch(/^ok/);
    const unknown = { ...one, certificate: { ...one.certificate, sctCount: 0, issuerOrganization: 'Beispiel' }, trust: [] };
    expect(said(unknown, now)).toMatch(/^unable-to-tell/);
  });

  it('ends for any validity, even one of no length', () => {
    const none = of('DigiCert Inc', '2026-11-01T00:00:00Z', 0);
    expect(clientAuthEnd(none.certificate, at('2026-10-01T00:00:00Z'))).toBeNull();
    const second = of('DigiCert Inc', '2026-11-01T00:00:00Z', 0.1);
    expect(clientAuthEnd(second.certificate, at('2026-11-01T00:00:00Z'))?.breaksAt).toBeGreaterThan(at('2027-03-01T00:00:00Z'));
    // Made to measure by a server that means harm: one second, just now.
    const begun = performance.now();
    expect(clientAuthEnd(of('DigiCert Inc', '2026-11-01T00:00:00Z', 1 / 86_400).certificate, at('2026-11-01T00:00:00Z'))).not.toBeNull();
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

describe('what FED-07 advises', () => {
  const fix = (organization: string, from: string, now: string) => {
    const [answer] = judgeClientAuthEnd(of(organization, from, 200), at(now));
    return findingText(answer?.code ?? '', answer?.params ?? {}, 'de').fix;
  };

  it('is to renew before the day while it lies ahead, and never before a day that has passed', () => {
    expect(fix('DigiCert Inc', '2026-11-01T00:00:00Z', '2026-11-22T00:00:00Z')).toMatch(/Erneuern Sie .* noch vor dem 1\. März 2027/);
    const late = fix('Asseco Data Systems S.A.', '2026-05-10T00:00:00Z', '2026-11-22T00:00:00Z');
    expect(late).not.toContain('noch vor dem');
    expect(late).toContain('DigiCert (endet am 1. März 2027)');
  });
});

describe('the authorities', () => {
  it.each([
    ["Let's Encrypt", 'Let’s Encrypt'],
    ['DigiCert Inc', 'DigiCert'],
    ['DigiCert, Inc.', 'DigiCert'],
    ['GeoTrust, Inc.', 'DigiCert'],
    ['Sectigo Limited', 'Sectigo'],
    ['COMODO CA Limited', 'Sectigo'],
    ['ZeroSSL', 'ZeroSSL'],
    ['ZeroSSL GmbH', 'ZeroSSL'],
    ['Google Trust Services', 'Google Trust Services'],
    ['Google Trust Services LLC', 'Google Trust Services'],
    ['Asseco Data Systems S.A.', 'Certum'],
    ['Unizeto Technologies S.A.', 'Certum'],
  ])('%s is recognised', (organization, authority) =>
    expect(deadlineOf({ issuerOrganization: organization, issuerCommonName: null })?.authority).toBe(authority),
  );

  it.each(['Not DigiCert Inc', 'Beispiel', ''])('%s is not', (organization) =>
    expect(deadlineOf({ issuerOrganization: organization, issuerCommonName: null })).toBeNull(),
  );

  it('stop being recommended on their last day', () => {
    expect(bridges(at('2027-02-09T23:59:59Z')).map((row) => row.authority)).toEqual(['DigiCert', 'Sectigo']);
    expect(bridges(at('2027-02-10T00:00:00Z')).map((row) => row.authority)).toEqual(['DigiCert']);
  });
});
