import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { type CertificateRequest, der, makeCertificate, oid } from '@stellwerk/testing';
import fc from 'fast-check';
import { CERTIFICATE_MAX_BYTES, readCertificate } from './read.js';

const authority = makeCertificate({
  subject: [
    ['C', 'DE'],
    ['O', 'Test, Inc.'],
    ['CN', 'Test CA'],
  ],
  ca: true,
});
const factsOf = (request: Partial<CertificateRequest>, name?: string) => {
  const read = readCertificate(makeCertificate({ subject: 'sip.acme.example', ...request }).der, name);
  if (!read.ok) throw new Error(`${read.problem}: ${read.detail}`);
  return read.value;
};

describe('reading a certificate', () => {
  it('agrees with OpenSSL about every root that Node brings along', () => {
    expect(rootCertificates.length).toBeGreaterThan(100);
    for (const pem of rootCertificates) {
      const other = new X509Certificate(pem);
      const read = readCertificate(other.raw);
      if (!read.ok) throw new Error(`${other.subject}: ${read.detail}`);
      const facts = read.value;
      expect([facts.sha256, BigInt(`0x${facts.serial}`), facts.isCa, facts.selfSigned]).toEqual([
        other.fingerprint256.replaceAll(':', '').toLowerCase(),
        BigInt(`0x${other.serialNumber}`),
        other.ca,
        true,
      ]);
      expect([Date.parse(facts.notBefore), Date.parse(facts.notAfter)]).toEqual([Date.parse(other.validFrom), Date.parse(other.validTo)]);
      if (facts.keyType === 'rsa') expect(facts.keyBits).toBe(other.publicKey.asymmetricKeyDetails?.modulusLength);
    }
  });

  it('reads everything the rules ask about', () => {
    const facts = factsOf({
      subject: [
        ['O', 'ACME GmbH'],
        ['CN', 'sip.acme.example'],
      ],
      issuer: authority,
      notBefore: new Date('2026-11-01T00:00:00Z'),
      notAfter: new Date('2052-01-30T23:59:59Z'),
      dnsNames: ['sip.acme.example', '*.ACME.example'],
      ipAddresses: [Buffer.from([192, 0, 2, 7]), Buffer.from('20010db8000000000000000000000001', 'hex')],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
      keyUsage: 0b1010_0000,
      crlUrls: ['http://crl.example/1.crl'],
      ocspUrls: ['http://ocsp.example'],
      issuerUrls: ['http://ca.example/ca.cer'],
      sctCount: 2,
      serial: Buffer.from('00ff01', 'hex'),
    });
    expect(facts).toMatchObject({
      subject: 'CN=sip.acme.example, O=ACME GmbH',
      issuer: 'CN=Test CA, O=Test\\, Inc., C=DE',
      issuerOrganization: 'Test, Inc.',
      issuerCommonName: 'Test CA',
      subjectCommonName: 'sip.acme.example',
      notBefore: '2026-11-01T00:00:00Z',
      notAfter: '2052-01-30T23:59:59Z',
      dnsNames: ['sip.acme.example', '*.acme.example'],
      ipAddresses: ['192.0.2.7', '2001:db8::1'],
      subjectAltNameCount: 4,
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
      keyUsage: ['digitalSignature', 'keyEncipherment'],
      crlUrls: ['http://crl.example/1.crl'],
      ocspUrls: ['http://ocsp.example'],
      issuerUrls: ['http://ca.example/ca.cer'],
      sctCount: 2,
      serial: 'ff01',
      selfSigned: false,
      isCa: false,
      keyType: 'ec',
      keyBits: 256,
      curve: 'P-256',
      signatureAlgorithm: 'ecdsa-with-SHA256',
      signatureHash: 'sha256',
    });
  });

  it.each([
    [
      'rsa-1024',
      'sha1',
      { keyType: 'rsa', keyBits: 1024, curve: null, signatureAlgorithm: 'sha1WithRSAEncryption', signatureHash: 'sha1' },
    ],
    ['P-384', 'sha384', { keyType: 'ec', keyBits: 384, curve: 'P-384', signatureAlgorithm: 'ecdsa-with-SHA384', signatureHash: 'sha384' }],
    ['ed25519', 'sha256', { keyType: 'ed25519', keyBits: 256, curve: null, signatureAlgorithm: 'Ed25519', signatureHash: null }],
  ] as const)('names key and signature: %s', (key, hash, expected) => {
    expect(factsOf({ key, hash })).toMatchObject({ ...expected, selfSigned: true });
  });

  it('tells an extension that is not there from one that is empty or allows everything', () => {
    expect(factsOf({})).toMatchObject({ extendedKeyUsage: null, keyUsage: null, dnsNames: [], sctCount: 0 });
    expect(factsOf({ keyUsage: 0 })).toMatchObject({ keyUsage: [] });
    expect(factsOf({ extendedKeyUsage: ['2.5.29.37.0'] })).toMatchObject({ extendedKeyUsage: ['2.5.29.37.0'] });
  });

  it('a certificate with the issuer’s name but another signature is not self-signed', () => {
    expect(factsOf({ forged: true })).toMatchObject({ selfSigned: false });
  });

  it('shows a name with a NUL, a backslash or a turned direction of writing as what it is', () => {
    const facts = factsOf({
      subject: 'good.example\0.evil.example',
      dnsNames: ['good.example\0.evil.example', 'a\\00b.example', 'x\u0085.example'],
    });
    expect(facts.subjectCommonName).toBe('good.example\\00.evil.example');
    expect(facts.dnsNames).toEqual(['good.example\\00.evil.example', 'a\\5c00b.example', 'x\\c2\\85.example']);
    expect(factsOf({ subject: 'moc.live\u202e' }).subject).toBe('CN=moc.live\\e2\\80\\ae');
  });

  it.each([
    ['ff', '-01'],
    ['80', '-80'],
    ['ff00', '-0100'],
    ['00', '00'],
    ['7f', '7f'],
  ])('serial number %s is %s', (bytes, shown) => {
    expect(factsOf({ serial: Buffer.from(bytes, 'hex') }).serial).toBe(shown);
  });

  it('lists a hundred of thousands of names, counts all, and finds the one that is asked for', () => {
    const dnsNames = Array.from({ length: 4_000 }, (_, i) => `host${i}.acme.example`);
    const asked = makeCertificate({ subject: '', dnsNames: [...dnsNames, '*.last.example'] });
    expect(readCertificate(asked.der)).toMatchObject({ ok: true, value: { subjectAltNameCount: 4_001 } });
    for (const [name, first] of [
      ['HOST3999.acme.example.', 'host3999.acme.example'],
      ['a.last.example', '*.last.example'],
      ['nobody.example', 'host0.acme.example'],
    ] as const) {
      const read = readCertificate(asked.der, name);
      expect(read.ok && read.value.dnsNames[0]).toBe(first);
      expect(read.ok && read.value.dnsNames.length).toBe(100);
    }
  });

  it('cuts what is endless so that it matches nothing', () => {
    const facts = factsOf({ subject: 'a'.repeat(5_000), dnsNames: ['b'.repeat(5_000)], ipAddresses: [Buffer.alloc(5)] });
    expect(facts.subjectCommonName).toHaveLength(257);
    expect(facts.dnsNames[0]).toMatch(/^b{253}…$/);
    expect(facts.ipAddresses).toEqual(['#0000000000']);
  });

  it('refuses what is too large, ends early, goes on, or says something twice', () => {
    const whole = makeCertificate({ subject: 'a.example' }).der;
    const twice: readonly [string, Uint8Array] = ['2.5.29.37', der(0x30, oid('1.3.6.1.5.5.7.3.1'))];
    const cases = [
      Buffer.alloc(0),
      whole.subarray(0, -1),
      Buffer.concat([whole, Buffer.from([0])]),
      makeCertificate({ subject: 'a.example', extensions: [twice, twice] }).der,
      makeCertificate({ subject: 'a.example', serial: Buffer.alloc(65, 1) }).der,
      makeCertificate({ subject: 'a.example', extensions: [['1.3.6.1.4.1.11129.2.4.2', der(0x04, Buffer.from([0, 9, 0]))]] }).der,
      der(0x30, Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff])),
      der(0x30, Buffer.from([0x30, 0x80, 0, 0])),
    ];
    for (const bytes of cases) expect(readCertificate(bytes)).toMatchObject({ ok: false, problem: 'malformed' });
    expect(readCertificate(Buffer.alloc(CERTIFICATE_MAX_BYTES + 1))).toMatchObject({ ok: false, problem: 'too-large' });
  });

  it('whatever is done to the bytes, there is a value, and soon', () => {
    const whole = makeCertificate({
      subject: 'a.example',
      dnsNames: ['a.example'],
      ipAddresses: [Buffer.alloc(4)],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
      crlUrls: ['http://crl.example'],
      ocspUrls: ['http://ocsp.example'],
      sctCount: 1,
      ca: true,
    }).der;
    const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    let read = 0;
    fc.assert(
      fc.property(edits, fc.nat(whole.length), (changes, length) => {
        const bytes = Buffer.from(whole.subarray(0, length % 3 === 0 ? length : whole.length));
        for (const [at, value] of changes) bytes[at % Math.max(1, bytes.length)] = value;
        const result = readCertificate(bytes);
        if (result.ok) read += 1;
        expect(JSON.stringify(result).length).toBeLessThan(20_000);
      }),
      { seed: 25, numRuns: 100_000, interruptAfterTimeLimit: 2_000 },
    );
    // Changes inside a name or a key leave a certificate: the readers behind the outline have been reached.
    expect(read).toBeGreaterThan(10);
  });
});
