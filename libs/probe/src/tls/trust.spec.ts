import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { der as element, makeCertificate, oid, type CertificateRequest, type TestCertificate } from '@stellwerk/testing';
import { publicKeyOf } from '../certificate/issue.js';
import { readRoots, shippedRoots } from './roots.js';
import { hold, isOrdered, issuerOf, judgeTrust } from './trust.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const at = (iso: string): Date => new Date(iso);
const made = (request: Partial<CertificateRequest> & Pick<CertificateRequest, 'subject'>): TestCertificate =>
  makeCertificate({ notBefore: at('2026-01-01T00:00:00Z'), notAfter: at('2030-01-01T00:00:00Z'), ...request });

const root = made({ subject: 'Root', ca: true });
const otherRoot = made({ subject: 'Only Windows', ca: true });
const privateRoot = made({ subject: 'Private', ca: true });
const middle = made({ subject: 'Middle', issuer: root, ca: true, notAfter: at('2026-11-22T12:00:00Z') });
const leaf = made({ subject: 'sip.acme.example', issuer: middle });
const list = (marks: string, { der }: TestCertificate): string => `${marks}\t${der.toString('base64')}`;
const roots = readRoots(
  ['# mozilla: Mozilla, 2026-01-01', '# microsoft: Microsoft, 2026-01-02', list('MW', root), list('-W', otherRoot), ''].join('\n'),
);
const judged = (chain: readonly TestCertificate[], now = NOW) => {
  const [mozilla, microsoft] = judgeTrust(
    chain.map(({ der }) => der),
    now,
    roots,
  );
  return { mozilla: mozilla?.problem ?? 'trusted', microsoft: microsoft?.problem ?? 'trusted' };
};
const both = (verdict: string) => ({ mozilla: verdict, microsoft: verdict });

describe('trust', () => {
  it.each<readonly [string, readonly TestCertificate[], { mozilla: string; microsoft: string }]>([
    ['a whole chain', [leaf, middle], both('trusted')],
    ['a chain with its root', [leaf, middle, root], both('trusted')],
    ['a chain in disorder, with a stranger in it', [leaf, privateRoot, root, middle], both('trusted')],
    ['a missing intermediate', [leaf], both('incomplete-chain')],
    ['a certificate that is itself on the list', [root], both('trusted')],
    ['a root of one programme only', [made({ subject: 'a', issuer: otherRoot })], { mozilla: 'unknown-root', microsoft: 'trusted' }],
    ['a private authority', [made({ subject: 'a', issuer: privateRoot }), privateRoot], both('unknown-root')],
    ['nobody but itself', [made({ subject: 'a' })], both('self-signed')],
    ['an authority that did not sign', [made({ subject: 'a', issuer: middle, forged: true }), middle], both('bad-signature')],
    ['a root’s name with another key', [made({ subject: 'a', issuer: made({ subject: 'Root', ca: true }) })], both('incomplete-chain')],
    ['nothing', [], both('incomplete-chain')],
  ])('%s', (_, chain, expected) => {
    expect(judged(chain)).toEqual(expected);
  });

  it('an intermediate counts up to its last second, and no longer', () => {
    expect(judged([leaf, middle], at('2026-11-22T12:00:00.999Z'))).toEqual(both('trusted'));
    expect(judged([leaf, middle], at('2026-11-22T12:00:01Z'))).toEqual(both('expired-intermediate'));
    expect(judged([leaf, middle], at('2025-12-31T23:59:59Z')).mozilla).not.toBe('trusted');
  });

  it('who is no authority, may not sign, or only for mail, issues nothing', () => {
    for (const wrong of [{ ca: false }, { ca: true, keyUsage: 0b1000_0000 }, { ca: true, extendedKeyUsage: ['1.3.6.1.5.5.7.3.4'] }]) {
      const issuer = made({ subject: 'Middle', issuer: root, ...wrong });
      expect(judged([made({ subject: 'a', issuer }), issuer])).toEqual(both('incomplete-chain'));
    }
  });

  it('says which list it asked and whom the way led to', () => {
    expect(judgeTrust([leaf.der, middle.der], NOW, roots)).toEqual([
      { programme: 'mozilla', list: 'Mozilla, 2026-01-01', trusted: true, root: 'CN=Root', problem: null },
      { programme: 'microsoft', list: 'Microsoft, 2026-01-02', trusted: true, root: 'CN=Root', problem: null },
    ]);
  });

  it('certificates that all name each other as issuer do not keep it busy', () => {
    const one = made({ subject: 'Ring', ca: true });
    const ring = Array.from({ length: 32 }, () => made({ subject: 'Ring', issuer: one, ca: true }).der);
    const startedAt = performance.now();
    expect(judgeTrust([made({ subject: 'a', issuer: one }).der, ...ring, one.der], NOW, roots).map(({ trusted }) => trusted)).toEqual([
      false,
      false,
    ]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('finds the issuer among what was sent, or on the lists', () => {
    expect(issuerOf([leaf.der, privateRoot.der, middle.der], roots)).toEqual(middle.der);
    expect(issuerOf([middle.der], roots)).toEqual(root.der);
    expect(issuerOf([leaf.der], roots)).toBeNull();
  });

  it('an order is one only if each is signed by the next', () => {
    const ordered = (...chain: readonly TestCertificate[]): boolean => isOrdered(hold(chain.map(({ der }) => der)));
    expect([ordered(leaf), ordered(leaf, middle, root), ordered(leaf, root, middle), ordered(leaf, root)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('the lists of this release are dated and hold what both programmes trust', () => {
    const shipped = shippedRoots();
    expect(shipped.lists.mozilla).toMatch(/^Mozilla .*\d{4}-\d\d-\d\d$/);
    expect(shipped.lists.microsoft).toMatch(/^Microsoft .*\d{4}-\d\d-\d\d$/);
    const of = (programme: 'mozilla' | 'microsoft'): number =>
      [...shipped.byHash.values()].filter((one) => one.programmes.includes(programme)).length;
    expect([of('mozilla'), of('microsoft')]).toEqual([120, 331]);
    const isrg = shipped.bySubject.get('cn=isrg root x1, o=internet security research group, c=us')?.[0];
    // Its fingerprint as Let's Encrypt publishes it.
    expect(isrg).toMatchObject({
      sha256: '96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6',
      programmes: ['mozilla', 'microsoft'],
    });
  });
});

describe('keys that cost more than a signature is worth', () => {
  const time = element(0x17, Buffer.from('260101000000Z'));
  const [name, algorithm] = [element(0x30), element(0x30, oid('1.2.840.113549.1.1.11'), element(0x05))];
  const number = element(0x02, Buffer.from([1]));
  const withKey = (spki: Buffer): Buffer =>
    element(
      0x30,
      element(0x30, number, algorithm, name, element(0x30, time, time), name, spki),
      algorithm,
      element(0x03, Buffer.alloc(257)),
    );
  const rsa = (bits: number, exponent: readonly number[]): Buffer => {
    const modulus = randomBytes(bits / 8);
    modulus[0] = 0xc1;
    modulus.writeUInt8(modulus.readUInt8(bits / 8 - 1) | 1, bits / 8 - 1);
    const key = element(0x30, element(0x02, Buffer.from([0]), modulus), element(0x02, Buffer.from(exponent)));
    return element(0x30, element(0x30, oid('1.2.840.113549.1.1.1'), element(0x05)), element(0x03, Buffer.from([0]), key));
  };
  const ec = (namedCurve: string): Buffer => generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'der' });
  const usual = [1, 0, 1];

  it.each<readonly [string, Buffer, boolean]>([
    ['RSA with 8,192 bits', rsa(8_192, usual), true],
    ['RSA with 16,384 bits', rsa(16_384, usual), false],
    ['an exponent of eight bytes', rsa(2_048, [0, 255, 255, 255, 255, 255, 255, 255, 255]), false],
    ['the curves of certificates', ec('P-384'), true],
    ['Brainpool', ec('brainpoolP512r1'), true],
    ['a binary curve', ec('sect571r1'), false],
  ])('%s', (_, spki, used) => {
    expect(publicKeyOf(withKey(spki)) !== null).toBe(used);
  });

  it('a chain in which everybody names everybody is left after the work of an honest one', () => {
    const crowd = Array.from({ length: 32 }, () => made({ subject: 'Same', ca: true, key: 'P-384' }).der);
    for (const der of crowd) hold([der]);
    const startedAt = performance.now();
    const [mozilla] = judgeTrust(crowd, NOW, roots);
    expect(mozilla?.trusted).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(150);
  });
});
