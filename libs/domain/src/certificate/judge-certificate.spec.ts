import { certificate, distrust, GOOD, intermediate, iso, at, subject, trust, validity } from '../test/certificates.js';
import { type CertificateFacts, EKU_ANY, EKU_CLIENT_AUTH, EKU_SERVER_AUTH } from './facts.js';
import { certificateUnseen, judgeCertificate } from './judge-certificate.js';
import type { CertificateSubject } from './subject.js';

const NOW = at('2026-11-01T00:00:00Z');
/** What one rule says: `status code subject`, `ok` answers left out. */
const said = (rule: string, one: CertificateSubject, now = NOW): readonly string[] =>
  judgeCertificate(one, now)
    .filter((answer) => answer.rule === rule && answer.status !== 'ok')
    .map((answer) => `${answer.status} ${answer.code ?? '-'} ${answer.subject}`.trim());

type Case = readonly [title: string, leaf: Partial<CertificateFacts>, more: Partial<CertificateSubject>, expected: readonly string[]];
const names = (...dnsNames: readonly string[]): Partial<CertificateFacts> => ({ dnsNames, subjectAltNameCount: dnsNames.length });

describe.each<readonly [rule: string, cases: readonly Case[]]>([
  [
    'CRT-03',
    [
      ['the exact name', {}, {}, []],
      ['case and trailing dot do not matter', names('CONNECT.Acme.example.'), {}, []],
      ['another name', names('www.acme.example'), {}, ['fail name-not-covered connect.acme.example']],
      ['a parent is another name', names('acme.example'), {}, ['fail name-not-covered connect.acme.example']],
      ['only the common name, which does not count', names(), {}, ['fail name-only-in-common-name connect.acme.example']],
      ['a common name beside other names is not the reason', names('www.acme.example'), {}, ['fail name-not-covered connect.acme.example']],
      ['an IDN in Unicode against A-labels', names('xn--mller-kva.example'), { name: 'Müller.example' }, []],
      ['an address among the names', { ipAddresses: ['2001:db8::5'] }, { name: '2001:DB8:0::5' }, []],
      ['an address is never covered by a name', names('203.0.113.5'), { name: '203.0.113.5' }, ['fail name-not-covered 203.0.113.5']],
      [
        'an address that a web server was reached by says nothing about its name',
        names('www.acme.example'),
        { name: '203.0.113.5', role: 'web-server' },
        ['info name-is-address 203.0.113.5'],
      ],
      ['a wildcard covers one label', names('*.acme.example'), {}, []],
      ['and no more than one', names('*.example'), {}, ['fail name-not-covered connect.acme.example']],
      ['nor the bare domain', names('*.acme.example'), { name: 'acme.example' }, ['fail name-not-covered acme.example']],
      ['nor part of a label', names('con*.acme.example'), {}, ['fail name-not-covered connect.acme.example']],
      ['a NUL hides nothing', names('connect.acme.example\\x00.evil.example'), {}, ['fail name-not-covered connect.acme.example']],
      [
        'names beyond the first hundred',
        { ...names('a.example'), subjectAltNameCount: 4_000 },
        {},
        ['unable-to-tell names-not-all-read connect.acme.example'],
      ],
      ['no name expected', names('a.example'), { name: null }, []],
    ],
  ],
  [
    'CRT-04',
    [
      ['exact', {}, {}, []],
      ['exact beside a wildcard', names('*.acme.example', 'connect.acme.example'), {}, []],
      ['only a wildcard, for federation', names('*.acme.example'), {}, ['fail wildcard-refused connect.acme.example']],
      ['only a wildcard, for a web server', names('*.acme.example'), { role: 'web-server' }, ['info wildcard-used connect.acme.example']],
    ],
  ],
  [
    'CRT-05',
    [
      ['complete', {}, {}, []],
      [
        'no path',
        {},
        { chain: [certificate()], trust: [distrust('mozilla', 'incomplete-chain'), distrust('microsoft', 'incomplete-chain')] },
        ['fail chain-incomplete'],
      ],
      [
        'no path and no sign of a public authority',
        { sctCount: 0, issuerOrganization: 'Beispiel' },
        { trust: [distrust('mozilla', 'incomplete-chain')] },
        ['fail chain-ends-unknown'],
      ],
      [
        'the same of a service that may be private',
        { sctCount: 0, issuerOrganization: 'Beispiel' },
        { role: 'any-server', trust: [distrust('mozilla', 'incomplete-chain')] },
        ['warn chain-ends-unknown'],
      ],
      ['one programme knows the intermediate as a root', {}, { trust: [distrust('mozilla', 'incomplete-chain'), trust('microsoft')] }, []],
      ['out of order', {}, { chainOrdered: false }, ['warn chain-unordered']],
      [
        'the root is sent',
        {},
        { chain: [certificate(), intermediate(), intermediate({ sha256: 'd'.repeat(64), selfSigned: true })] },
        [`info root-sent ${'d'.repeat(64)}`],
      ],
      [
        'an expired intermediate beside a path that holds',
        {},
        { chain: [certificate(), intermediate(validity('2021-01-01T00:00:00Z', 365))] },
        [`warn intermediate-expired ${'c'.repeat(64)}`],
      ],
      [
        'an expired intermediate and no other path',
        {},
        {
          chain: [certificate(), intermediate(validity('2021-01-01T00:00:00Z', 365))],
          trust: [distrust('mozilla', 'expired-intermediate'), distrust('microsoft', 'expired-intermediate')],
        },
        [`fail intermediate-expired ${'c'.repeat(64)}`],
      ],
      [
        'an intermediate that ends first',
        {},
        { chain: [certificate(), intermediate(validity('2021-12-01T00:00:00Z', 1_810))] },
        [`warn intermediate-expires-first ${'c'.repeat(64)}`],
      ],
      ['nobody looked at trust', {}, { trust: [] }, ['unable-to-tell chain-unknown']],
      ['an upload sends no chain', {}, { chain: null }, []],
      ['self-signed is a chain of one', { selfSigned: true }, { chain: [certificate({ selfSigned: true })], trust: [] }, []],
    ],
  ],
  [
    'CRT-06',
    [
      ['both trust', {}, {}, []],
      [
        'unknown to both',
        {},
        { trust: [distrust('mozilla', 'unknown-root'), distrust('microsoft', 'unknown-root')] },
        ['info root-untrusted mozilla', 'fail root-untrusted microsoft'],
      ],
      [
        'unknown to both, for a web server: one failure, not two',
        {},
        { role: 'web-server', trust: [distrust('mozilla', 'unknown-root'), distrust('microsoft', 'unknown-root')] },
        ['fail root-untrusted mozilla', 'info root-untrusted microsoft'],
      ],
      [
        'Microsoft alone decides about a partner',
        {},
        { trust: [distrust('mozilla', 'unknown-root'), trust('microsoft')] },
        ['info root-untrusted mozilla'],
      ],
      ['and its no is a no', {}, { trust: [trust('mozilla'), distrust('microsoft', 'unknown-root')] }, ['fail root-untrusted microsoft']],
      [
        'a web server is asked by everybody',
        {},
        { role: 'web-server', trust: [trust('mozilla'), distrust('microsoft', 'unknown-root')] },
        ['warn root-untrusted microsoft'],
      ],
      [
        'a service of no declared kind may be private',
        {},
        { role: 'any-server', trust: [distrust('mozilla', 'self-signed'), distrust('microsoft', 'self-signed')] },
        ['warn self-signed mozilla'],
      ],
      [
        'a gap in the chain says nothing about trust',
        {},
        { trust: [distrust('mozilla', 'incomplete-chain'), distrust('microsoft', 'expired-intermediate')] },
        ['unable-to-tell trust-path-missing mozilla', 'unable-to-tell trust-path-missing microsoft'],
      ],
      [
        'a broken signature',
        {},
        { trust: [distrust('mozilla', 'bad-signature'), distrust('microsoft', 'bad-signature')] },
        ['fail signature-bad microsoft'],
      ],
    ],
  ],
  [
    'CRT-07',
    [
      ['RSA 2048 with SHA-256', {}, {}, []],
      ['RSA 2047', { keyBits: 2_047 }, { chain: null }, ['fail key-too-short']],
      ['RSA 1024, which Node accepts', { keyBits: 1_024 }, { chain: null }, ['fail key-too-short']],
      ['RSA of unknown size', { keyBits: null }, { chain: null }, ['unable-to-tell key-not-read']],
      ['P-256', { keyType: 'ec', keyBits: 256, curve: 'P-256' }, { chain: null }, []],
      ['P-384 by another name', { keyType: 'ec', keyBits: 384, curve: 'secp384r1' }, { chain: null }, []],
      ['P-224', { keyType: 'ec', keyBits: 224, curve: 'P-224' }, { chain: null }, ['fail key-too-short']],
      ['a curve Windows does not speak', { keyType: 'ec', keyBits: 256, curve: 'secp256k1' }, { chain: null }, ['warn key-type-unusual']],
      ['a curve in numbers', { keyType: 'ec', keyBits: null, curve: null }, { chain: null }, ['unable-to-tell key-not-read']],
      ['Ed25519', { keyType: 'ed25519', keyBits: 256, signatureHash: null }, { chain: null }, ['warn key-type-unusual']],
      ['DSA', { keyType: 'dsa', keyBits: 2_048 }, { chain: null }, ['fail key-type-unusual']],
      ['SHA-1', { signatureHash: 'sha1' }, { chain: null }, ['fail signature-hash-broken']],
      ['MD5, in capitals', { signatureHash: 'MD5' }, { chain: null }, ['fail signature-hash-broken']],
      [
        'SHA-1 above the leaf',
        {},
        { chain: [certificate(), intermediate({ signatureHash: 'sha1' })] },
        [`fail signature-hash-broken ${'c'.repeat(64)}`],
      ],
      [
        'a root’s own signature proves nothing',
        {},
        { chain: [certificate(), intermediate({ signatureHash: 'sha1', selfSigned: true })] },
        [],
      ],
    ],
  ],
  [
    'CRT-08',
    [
      ['both purposes for federation', {}, {}, []],
      ['no extension allows everything', { extendedKeyUsage: null }, {}, []],
      ['any purpose allows everything', { extendedKeyUsage: [EKU_ANY] }, {}, []],
      ['serverAuth alone, for federation', { extendedKeyUsage: [EKU_SERVER_AUTH] }, {}, ['fail client-auth-missing clientAuth']],
      ['clientAuth alone, for federation', { extendedKeyUsage: [EKU_CLIENT_AUTH] }, {}, ['fail server-auth-missing serverAuth']],
      [
        'neither',
        { extendedKeyUsage: ['1.3.6.1.5.5.7.3.4'] },
        {},
        ['fail server-auth-missing serverAuth', 'fail client-auth-missing clientAuth'],
      ],
      [
        'an extension that lists nothing allows nothing',
        { extendedKeyUsage: [] },
        { role: 'web-server' },
        ['fail server-auth-missing serverAuth'],
      ],
      ['serverAuth is all a web server needs', { extendedKeyUsage: [EKU_SERVER_AUTH] }, { role: 'web-server' }, []],
      ['and an XMPP server', { extendedKeyUsage: [EKU_SERVER_AUTH] }, { role: 'xmpp-server' }, []],
    ],
  ],
  [
    'CRT-09',
    [
      ['both', {}, {}, []],
      ['no extension', { keyUsage: null }, {}, []],
      ['keyEncipherment may be missing', { keyUsage: ['digitalSignature'] }, {}, []],
      ['digitalSignature may not', { keyUsage: ['keyEncipherment'] }, {}, ['fail digital-signature-missing']],
    ],
  ],
  [
    'CRT-10',
    [
      ['good', {}, {}, []],
      [
        'revoked',
        {},
        { revocation: { ...GOOD, status: 'revoked', revokedAt: '2026-10-20T00:00:00Z', reason: 'keyCompromise' } },
        [`fail certificate-revoked ${'a'.repeat(64)}`],
      ],
      [
        'list unreachable',
        {},
        { revocation: { ...GOOD, status: 'unable-to-tell', problem: 'unreachable' } },
        [`unable-to-tell revocation-unknown ${'a'.repeat(64)}`],
      ],
      [
        'no list and no OCSP is no complaint',
        {},
        { revocation: { ...GOOD, status: 'no-crl' } },
        [`skipped revocation-not-published ${'a'.repeat(64)}`],
      ],
      [
        'OCSP only',
        { ocspUrls: ['http://ocsp.example'] },
        { revocation: { ...GOOD, status: 'no-crl' } },
        [`unable-to-tell revocation-only-ocsp ${'a'.repeat(64)}`],
      ],
      ['a missing OCSP URL is never a complaint', { ocspUrls: [] }, {}, []],
      ['nobody looked', {}, { revocation: null }, []],
    ],
  ],
  [
    'CRT-11',
    [
      ['two timestamps', {}, {}, []],
      ['one', { sctCount: 1 }, {}, ['info timestamps-missing']],
      [
        'none, and nobody can tell whose it is',
        { sctCount: 0 },
        { trust: [distrust('mozilla', 'incomplete-chain')] },
        ['unable-to-tell authority-unknown'],
      ],
      ['none, of a private authority', { sctCount: 0 }, { trust: [distrust('mozilla', 'unknown-root')] }, ['skipped not-logged']],
    ],
  ],
])('%s', (rule, cases) => {
  it.each(cases)('%s', (_, leaf, more, expected) => {
    const one = subject(leaf, more);
    const chain = more.chain === undefined ? [one.certificate, intermediate()] : more.chain;
    expect(said(rule, { ...one, chain })).toEqual(expected);
  });
});

describe('CRT-12: the root’s term in Chrome', () => {
  const below = (root: string, more: Partial<CertificateSubject> = {}): CertificateSubject =>
    subject(validity('2026-10-01T00:00:00Z', 200), { role: 'web-server', trust: [trust('mozilla', { root })], ...more });

  it.each([
    ['CN=DigiCert Global Root CA, OU=www.digicert.com, O=DigiCert Inc, C=US', ['warn root-removed']],
    ['CN=DigiCert Global Root G2, OU=www.digicert.com, O=DigiCert Inc, C=US', []],
    ['CN=GlobalSign, O=GlobalSign, OU=GlobalSign Root CA - R3', ['warn root-ends']],
    ['C=US, O=GoDaddy.com\\, Inc., CN=Go Daddy Root Certificate Authority - G2', ['warn root-ends']],
    ['CN=Entrust Root Certification Authority - G2, OU=(c) 2009 Entrust\\, Inc., O=Entrust\\, Inc., C=US', ['warn root-removed']],
    ['CN=ISRG Root X1, O=Internet Security Research Group, C=US', []],
    ['CN=HiPKI Root CA - G1, O=Chunghwa Telecom Co.\\, Ltd., C=TW', ['warn root-removed']],
  ])('%s: %j', (root, expected) => expect(said('CRT-12', below(root))).toEqual(expected));

  it('only informs where no browser connects, and then nothing breaks on that day', () => {
    const one = below('CN=GlobalSign, O=GlobalSign, OU=GlobalSign Root CA - R3', { role: 'sip-federation' });
    expect(said('CRT-12', one)).toEqual(['info root-ends']);
    expect(judgeCertificate(one, NOW).find((answer) => answer.code === 'root-ends')?.params.breaksAt).toBeUndefined();
  });

  it('says nothing of a root that outlives the certificate by a second', () => {
    const root = 'CN=GlobalSign, O=GlobalSign, OU=GlobalSign Root CA - R3';
    const until = (notAfter: string): CertificateSubject =>
      subject({ notBefore: '2026-10-01T00:00:00Z', notAfter }, { role: 'web-server', trust: [trust('mozilla', { root })] });
    expect(said('CRT-12', until('2027-04-14T23:59:59Z'))).toEqual([]);
    expect(said('CRT-12', until('2027-04-15T00:00:00Z'))).toEqual(['warn root-ends']);
  });
});

describe('all rules together', () => {
  it('judge each thing on its own: an expired certificate does not hide its wrong name, purpose and key', () => {
    const bad = subject({
      ...names('other.example'),
      ...validity('2026-01-01T00:00:00Z', 90),
      extendedKeyUsage: [EKU_SERVER_AUTH],
      keyBits: 1_024,
    });
    const codes = judgeCertificate(bad, NOW).map((answer) => answer.code);
    expect(codes).toEqual(expect.arrayContaining(['certificate-expired', 'name-not-covered', 'client-auth-missing', 'key-too-short']));
  });

  it('answer once per rule and subject', () => {
    const chain = [certificate(), intermediate(), intermediate(), intermediate({ sha256: 'd'.repeat(64), signatureHash: 'sha1' })];
    const keys = judgeCertificate(subject({}, { chain }), NOW).map((answer) => `${answer.rule} ${answer.subject}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('cannot tell anything where there was no certificate, and never fail then', () => {
    const unseen = certificateUnseen({ where: 'connect.acme.example:5061', name: 'connect.acme.example', role: 'sip-federation' });
    expect(new Set(unseen.map((answer) => answer.status))).toEqual(new Set(['unable-to-tell']));
    const rules = new Set(judgeCertificate(subject(), NOW).map((answer) => answer.rule));
    expect(new Set(unseen.map((answer) => answer.rule))).toEqual(rules);
  });

  it('name the authorities that still issue clientAuth on that day, and when the issuer stopped', () => {
    const leaf = { extendedKeyUsage: [EKU_SERVER_AUTH], issuerOrganization: "Let's Encrypt", ...validity('2026-10-01T00:00:00Z', 90) };
    const at = (now: string) =>
      judgeCertificate(subject(leaf), Date.parse(now)).find((answer) => answer.code === 'client-auth-missing')?.params;
    expect(at('2026-11-22T00:00:00Z')).toMatchObject({ bridges: ['DigiCert', 'Sectigo'], issuerEnd: '2026-07-08T00:00:00Z' });
    expect(at('2027-02-10T00:00:00Z')).toMatchObject({ bridges: ['DigiCert'] });
    expect(at(iso(Date.parse('2027-03-01T00:00:00Z')))).toMatchObject({ bridges: [] });
  });

  it('do not say that an authority has stopped while one of its sources names a later day', () => {
    const leaf = { extendedKeyUsage: [EKU_SERVER_AUTH], issuerOrganization: 'Sectigo Limited', ...validity('2026-10-01T00:00:00Z', 199) };
    const at = (now: string) =>
      judgeCertificate(subject(leaf), Date.parse(now)).find((answer) => answer.code === 'client-auth-missing')?.params;
    expect(at('2027-02-09T23:59:59Z')).not.toHaveProperty('issuerEnd');
    expect(at('2027-02-10T00:00:00Z')).toMatchObject({ issuerEnd: '2027-02-10T00:00:00Z' });
  });
});
