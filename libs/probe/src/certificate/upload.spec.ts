import { createCipheriv, pbkdf2Sync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, der, describeWith, type Issued, makeAuthority, oid } from '@stellwerk/testing';
import fc from 'fast-check';
import { Malformed } from '../malformed.js';
import { straighten } from './ber.js';
import { decryptRc2 } from './rc2.js';
import { readUpload, type UploadReading } from './upload.js';

/** EncryptedData without a single bag in it. */
function encryptedPart(password: string): Buffer {
  const [salt, iv] = [Buffer.alloc(8, 1), Buffer.alloc(16, 2)];
  const cipher = createCipheriv('aes-128-cbc', pbkdf2Sync(password, salt, 1, 16, 'sha1'), iv);
  const encrypted = Buffer.concat([cipher.update(der(0x30)), cipher.final()]);
  const derivation = der(0x30, oid('1.2.840.113549.1.5.12'), der(0x30, der(0x04, salt), der(0x02, Buffer.from([1]))));
  const scheme = der(0x30, oid('2.16.840.1.101.3.4.1.2'), der(0x04, iv));
  const algorithm = der(0x30, oid('1.2.840.113549.1.5.13'), der(0x30, derivation, scheme));
  const info = der(0x30, oid('1.2.840.113549.1.7.1'), algorithm, der(0x80, encrypted));
  return der(0x30, oid('1.2.840.113549.1.7.6'), der(0xa0, der(0x30, der(0x02, Buffer.from([0])), info)));
}

const FUZZ_MS = 2_000;
const PASSWORD = 'gehëim🔑';

const names = (reading: UploadReading): unknown =>
  reading.ok
    ? [reading.value.format, ...[reading.value.leaf, ...reading.value.chain].map(({ facts }) => facts.subjectCommonName)]
    : reading.problem;

describeWith(['openssl'], 'uploads', () => {
  let authority: Authority;
  let leaf: Issued;
  let sibling: Issued;
  beforeAll(async () => {
    authority = await makeAuthority({ name: 'Test CA' });
    [leaf, sibling] = await Promise.all([authority.issue('connect.acme.example'), authority.issue('other.acme.example')]);
  });
  afterAll(() => authority.remove());

  let count = 0;
  async function pfx(options: readonly string[], password = PASSWORD, input: Issued = leaf): Promise<string> {
    const file = `upload${(count += 1)}.pfx`;
    const export_ = ['pkcs12', '-export', '-in', input.certPath, '-inkey', input.keyPath, '-certfile', authority.certPath];
    await authority.openssl(...export_, '-passout', `pass:${password}`, ...options, '-out', file);
    return (await readFile(join(authority.directory, file))).toString('base64');
  }

  it.each<readonly [string, readonly string[]]>([
    ['OpenSSL 3 (AES-256, PBKDF2)', []],
    ['AES-128 and SHA-512', ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC', '-macalg', 'sha512']],
    ['old Windows and OpenSSL 1 (RC2 with 40 bits)', ['-legacy']],
    ['RC2 with 128 bits', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128']],
    ['Windows with TripleDES-SHA1', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['two keys of DES', ['-legacy', '-certpbe', 'PBE-SHA1-2DES']],
    ['no MAC', ['-nomac', '-certpbe', 'AES-256-CBC']],
    ['open certificates', ['-certpbe', 'NONE']],
    ['more rounds than usual', ['-iter', '20000']],
  ])('a PFX with %s gives its certificates', async (_, options) => {
    const content = await pfx(options);
    expect(names(await readUpload(content, PASSWORD))).toEqual(['pfx', 'connect.acme.example', 'Test CA']);
    expect(names(await readUpload(content, 'wrong'))).toBe('password-wrong');
    expect(names(await readUpload(content))).toBe('password-needed');
  });

  it('without a MAC, nonsense is told from certificates', async () => {
    const content = await pfx(['-nomac', '-certpbe', 'AES-256-CBC', '-iter', '1']);
    const tried = await Promise.all(Array.from({ length: 1_000 }, (_, i) => readUpload(content, `wrong${i}`)));
    expect(new Set(tried.map(names))).toEqual(new Set(['password-wrong']));
  });

  it('a PFX without a password needs none', async () => {
    for (const options of [[], ['-legacy']])
      expect(names(await readUpload(await pfx(options, '')))).toEqual(['pfx', 'connect.acme.example', 'Test CA']);
  });

  it('a PFX that would cost more rounds than anybody needs, or is closed in a way nobody uses, is not opened', async () => {
    expect(names(await readUpload(await pfx(['-iter', '1000001']), PASSWORD))).toBe('unsupported-encryption');
    expect(names(await readUpload(await pfx(['-legacy', '-certpbe', 'PBE-SHA1-RC4-128']), PASSWORD))).toBe('unsupported-encryption');
  });

  it('a PFX with more encrypted parts than anybody writes is not opened: each costs as many rounds as its author likes', async () => {
    const part = encryptedPart('x');
    const withParts = (count: number): string => {
      const safe = der(0x30, ...Array<Buffer>(count).fill(part));
      const content = der(0x30, oid('1.2.840.113549.1.7.1'), der(0xa0, der(0x04, safe)));
      return der(0x30, der(0x02, Buffer.from([3])), content).toString('base64');
    };
    expect(names(await readUpload(withParts(4), 'x'))).toBe('no-certificate');
    expect(names(await readUpload(withParts(5), 'x'))).toBe('unsupported-encryption');
  });

  it('the certificate that belongs to the key in a PFX is the one, wherever it stands', async () => {
    await authority.openssl(
      'pkcs12',
      '-export',
      '-in',
      sibling.certPath,
      '-inkey',
      sibling.keyPath,
      '-certfile',
      leaf.certPath,
      '-passout',
      'pass:x',
      '-out',
      'two.pfx',
    );
    const content = (await readFile(join(authority.directory, 'two.pfx'))).toString('base64');
    expect(names(await readUpload(content, 'x'))).toEqual(['pfx', 'other.acme.example', 'connect.acme.example']);
  });

  it('no key comes out of what was read, and text of a key is not even looked at', async () => {
    const key = await readFile(leaf.keyPath, 'utf8');
    const readings = [
      await readUpload(`${key}${leaf.cert}${authority.cert}`),
      await readUpload(`${leaf.cert}-----BEGIN PRIVATE KEY-----\nthis is no key ${'x'.repeat(99)}\n-----END PRIVATE KEY-----\n`),
      await readUpload(await pfx([]), PASSWORD),
    ];
    expect(readings.map((reading) => reading.ok)).toEqual([true, true, true]);
    const secret = Buffer.from(key.replace(/-----[^-]+-----|\s/g, ''), 'base64').subarray(36, 68);
    for (const reading of readings) {
      if (!reading.ok) throw new Error(reading.problem);
      for (const { der, facts } of [reading.value.leaf, ...reading.value.chain])
        expect(der.includes(secret) || JSON.stringify(facts).includes('PRIVATE')).toBe(false);
    }
    expect(names(await readUpload(key))).toBe('no-certificate');
  });

  it('PEM, DER, PKCS#7 and the remarks of OpenSSL are understood, in any order and with any text around them', async () => {
    await authority.openssl(
      'crl2pkcs7',
      '-nocrl',
      '-certfile',
      leaf.certPath,
      '-certfile',
      'ca.pem',
      '-outform',
      'DER',
      '-out',
      'bundle.p7b',
    );
    await authority.openssl('crl2pkcs7', '-nocrl', '-certfile', leaf.certPath, '-out', 'bundle.pem');
    await authority.openssl('x509', '-in', leaf.certPath, '-trustout', '-addtrust', 'serverAuth', '-out', 'trusted.pem');
    const file = async (name: string, encoding: BufferEncoding): Promise<string> =>
      (await readFile(join(authority.directory, name))).toString(encoding);
    const both = ['connect.acme.example', 'Test CA'];
    const cases: readonly (readonly [string, unknown])[] = [
      [leaf.cert, ['pem', 'connect.acme.example']],
      [`Bag Attributes\r\n  friendlyName: x\r\n${authority.cert}text\n${leaf.cert.replace(/\n/g, '\r\n')}${leaf.cert}`, ['pem', ...both]],
      [leaf.der.toString('base64'), ['der', 'connect.acme.example']],
      [`data:application/x-x509-ca-cert;base64,${leaf.der.toString('base64')}`, ['der', 'connect.acme.example']],
      [authority.cert, ['pem', 'Test CA']],
      [await file('bundle.p7b', 'base64'), ['pkcs7', ...both]],
      [await file('bundle.pem', 'utf8'), ['pkcs7', 'connect.acme.example']],
      [await file('trusted.pem', 'utf8'), ['pem', 'connect.acme.example']],
    ];
    for (const [content, expected] of cases) expect(names(await readUpload(content))).toEqual(expected);
  });

  it('what is none of these is refused with the reason', async () => {
    const cut = leaf.der.subarray(0, 200).toString('base64');
    const cases: readonly (readonly [string, unknown])[] = [
      ['', 'not-a-certificate'],
      ['hello', 'not-a-certificate'],
      ['////', 'not-a-certificate'],
      [cut, 'certificate-malformed'],
      [`-----BEGIN CERTIFICATE-----\n${cut}\n-----END CERTIFICATE-----\n`, 'not-a-certificate'],
      ['-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n', 'not-a-certificate'],
      [leaf.cert.repeat(33), 'too-many-certificates'],
      ['x'.repeat(262_145), 'too-large'],
      [Buffer.concat([leaf.der, Buffer.from('behind')]).toString('base64'), 'certificate-malformed'],
      [(await pfx([])).slice(0, 800), 'not-a-certificate'],
    ];
    for (const [content, expected] of cases)
      expect([content.slice(0, 40), names(await readUpload(content, PASSWORD))]).toEqual([content.slice(0, 40), expected]);
  });

  it('a PFX in pieces of indefinite length, as NSS and Apple write it, is straightened out', async () => {
    const bytes = Buffer.from(await pfx([]), 'base64');
    expect(straighten(indefinite(bytes))).toEqual(bytes);
    expect(names(await readUpload(indefinite(bytes).toString('base64'), PASSWORD))).toEqual(['pfx', 'connect.acme.example', 'Test CA']);
  });

  it('no bytes make the reader throw or hang', async () => {
    const seeds = await Promise.all([pfx([]), pfx(['-legacy']), pfx(['-nomac', '-certpbe', 'NONE', '-keypbe', 'NONE'])]);
    const files = [...seeds.map((text) => Buffer.from(text, 'base64')), leaf.der];
    const problems = new Set<string>();
    const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.nat(files.length - 1), edits, fc.boolean(), async (which, changes, cut) => {
        const bytes = Buffer.from(files[which] ?? '');
        for (const [at, octet] of changes) bytes[Math.floor(at * (bytes.length - 1))] = octet;
        const spoilt = cut ? bytes.subarray(0, Math.floor((changes[0]?.[0] ?? 1) * bytes.length)) : bytes;
        const reading = await readUpload(spoilt.toString('base64'), PASSWORD);
        problems.add(reading.ok ? 'ok' : reading.problem);
      }),
      { numRuns: 1_000_000, interruptAfterTimeLimit: FUZZ_MS },
    );
    expect([...problems]).toEqual(expect.arrayContaining(['not-a-certificate', 'password-wrong']));
  });
});

/** The same elements with indefinite lengths, and octet strings in two pieces. */
function indefinite(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1] ?? 0;
    const octets = first < 0x80 ? 0 : first & 0x7f;
    const from = at + 2 + octets;
    const to = from + (octets === 0 ? first : bytes.readUIntBE(at + 2, octets));
    const content = bytes.subarray(from, to);
    const piece = (part: Buffer): Buffer => Buffer.concat([Buffer.from([0x04, 0x82, part.length >> 8, part.length & 0xff]), part]);
    if (tag === 0x04 && content.length > 200)
      parts.push(Buffer.from([0x24, 0x80]), piece(content.subarray(0, 100)), piece(content.subarray(100)), Buffer.from([0, 0]));
    else if ((tag & 0x20) !== 0) parts.push(Buffer.from([tag, 0x80]), indefinite(content), Buffer.from([0, 0]));
    else parts.push(bytes.subarray(at, to));
    at = to;
  }
  return Buffer.concat(parts);
}

describe('straightening', () => {
  it('leaves alone what is straight already, to the byte', () => {
    const notMinimal = Buffer.from('30820005020300000a', 'hex');
    expect(straighten(notMinimal)).toEqual(notMinimal);
  });
  it.each([
    '3080',
    '30800000ff',
    '0480',
    '2480020100' + '0000',
    '30'.repeat(3),
    `${'3080'.repeat(40)}${'0000'.repeat(40)}`,
    '3085ffffffffff',
    '1f8100',
  ])('refuses %s', (hex) => {
    expect(() => straighten(Buffer.from(hex, 'hex'))).toThrow(Malformed);
  });
});

describe('RC2', () => {
  // RFC 2268 §5, those where the key is as long as it counts.
  it.each([
    ['ffffffffffffffff', '278b27e42e2f0d49', 'ffffffffffffffff'],
    ['3000000000000000', '30649edf9be7d2c2', '1000000000000001'],
    ['88bca90e90875a7f0f79c384627bafb2', '2269552ab0f85ca6', '0000000000000000'],
  ])('with the key %s decrypts the sample of the RFC', (key, cipher, plain) => {
    expect(decryptRc2(Buffer.from(key, 'hex'), Buffer.alloc(8), Buffer.from(cipher, 'hex')).toString('hex')).toBe(plain);
  });
});
