import { generateKeyPairSync, sign } from 'node:crypto';
import type { RevocationFacts } from '@stellwerk/domain';
import { type Authority, describeWith, type Issued, makeAuthority } from '@stellwerk/testing';
import fc from 'fast-check';
import { identityOf } from '../certificate/identity.js';
import { createDialer } from '../dialer.js';
import { Malformed } from '../malformed.js';
import { type FileServer, serveFiles } from '../test/files.js';
import { findEntry, isSignedBy, readCrl } from './crl.js';
import { createRevocation, type Revocation, type RevocationOptions } from './revocation.js';

const FUZZ_MS = 2_000;
const HOUR_MS = 3_600_000;

describeWith(['openssl'], 'revocation lists of real authorities', () => {
  let server: FileServer;
  let authority: Authority;
  let now = Date.now();
  const made: Authority[] = [];

  beforeAll(async () => {
    server = await serveFiles();
    authority = await other();
  });
  afterAll(async () => {
    await server.close();
    await Promise.all(made.map((one) => one.remove()));
  });
  beforeEach(() => {
    now = Date.now();
    server.requests.length = 0;
    server.files.clear();
  });

  async function other(options: Parameters<typeof makeAuthority>[0] = {}): Promise<Authority> {
    const one = await makeAuthority(options);
    made.push(one);
    return one;
  }
  const revocation = (options: Partial<RevocationOptions> = {}): Revocation =>
    createRevocation({ dialer: createDialer({ allowLoopback: true }), now: () => now, timeoutMs: 2_000, ...options });
  const issue = (path: string, from: Authority = authority): Promise<Issued> =>
    from.issue('connect.acme.example', { extensions: [`crlDistributionPoints = URI:${server.origin}${path}`] });
  const told = ({ status, problem, reason }: RevocationFacts): unknown => [status, problem ?? reason];

  it.each([{}, { algorithm: 'RSA' }, { algorithm: 'RSA', pss: true }, { algorithm: 'ED25519' }] as const)(
    'tell good from revoked, signed as %j',
    async (options) => {
      const ca = await other(options);
      const [good, bad] = await Promise.all([issue('/all.crl', ca), issue('/all.crl', ca)]);
      await ca.revoke(bad, 'keyCompromise');
      server.files.set('/all.crl', await ca.list());
      const asked = revocation();
      const fine = await asked.check(good.der, ca.der);
      expect(fine).toMatchObject({ status: 'good', revokedAt: null, reason: null, crlUrl: `${server.origin}/all.crl`, problem: null });
      expect(Date.parse(fine.crlNextUpdate ?? '') - now).toBeGreaterThan(HOUR_MS / 2);
      const revoked = await asked.check(bad.der, ca.der);
      expect(told(revoked)).toEqual(['revoked', 'keyCompromise']);
      expect(Math.abs(Date.parse(revoked.revokedAt ?? '') - now)).toBeLessThan(120_000);
    },
  );

  it('are fetched once for many, and again when the next one is due', async () => {
    const certificates = await Promise.all([issue('/all.crl'), issue('/all.crl'), issue('/all.crl')]);
    server.files.set('/all.crl', await authority.list({ seconds: 3_600 }));
    const asked = revocation();
    const all = await Promise.all(certificates.map(({ der }) => asked.check(der, authority.der)));
    expect(all.map(told)).toEqual(Array(3).fill(['good', null]));
    now += HOUR_MS / 2;
    await asked.check(certificates[0]?.der ?? Buffer.alloc(0), authority.der);
    expect(server.requests).toEqual(['/all.crl']);
    now += HOUR_MS / 2 + 60_000;
    server.files.set('/all.crl', await authority.list({ seconds: 7_200 }));
    expect(told(await asked.check(certificates[0]?.der ?? Buffer.alloc(0), authority.der))).toEqual(['good', null]);
    expect(server.requests).toEqual(['/all.crl', '/all.crl']);
  });

  it('are not asked for at every turn while they cannot be had, and what one customer may reach is not told to another', async () => {
    const { der } = await issue('/missing.crl');
    const asked = revocation();
    for (const allowedNetworks of [[], [], ['10.0.0.0/8']])
      expect(told(await asked.check(der, authority.der, { allowedNetworks }))).toEqual(['unable-to-tell', 'unreachable']);
    expect(server.requests).toHaveLength(2);
    server.files.set('/missing.crl', await authority.list());
    now += 301_000;
    expect(told(await asked.check(der, authority.der))).toEqual(['good', null]);
  });

  it.each<readonly [string, string, Parameters<FileServer['files']['set']>[1]]>([
    ['behind an error', 'unreachable', (response) => response.writeHead(503).end()],
    ['behind a closed door', 'unreachable', (response) => response.destroy()],
    ['that never end', 'unreachable', (response) => void response.writeHead(200, { 'content-length': 1_000 }).write('x')],
    ['that are cut off', 'unreachable', (response) => response.writeHead(200, { 'content-length': 1_000 }).end('x').destroy()],
    ['that moved to a forbidden address', 'unreachable', (response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end()],
    ['that move and move', 'unreachable', (response) => response.writeHead(302, { location: '/list.crl' }).end()],
    ['that moved to a directory', 'unsupported-address', (response) => response.writeHead(302, { location: 'ldap://127.0.0.1/' }).end()],
    ['above the limit', 'too-large', Buffer.alloc(20_001)],
    ['without a byte', 'malformed', Buffer.alloc(0)],
    ['that are a web page', 'malformed', Buffer.from('<html>not here</html>')],
    ['that are text of nothing', 'malformed', Buffer.from('-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n')],
  ])('%s say nothing', async (_, problem, file) => {
    const { der } = await issue('/list.crl');
    server.files.set('/list.crl', file);
    const asked = revocation({ maxBytes: 20_000, timeoutMs: 400 });
    const crlUrl = `${server.origin}/list.crl`;
    const expected = { status: 'unable-to-tell', revokedAt: null, reason: null, crlUrl, crlNextUpdate: null, problem };
    expect(await asked.check(der, authority.der)).toEqual(expected);
  });

  it('are fetched by the guarded dialer only', async () => {
    const { der } = await issue('/all.crl');
    server.files.set('/all.crl', await authority.list());
    expect(told(await revocation({ dialer: createDialer() }).check(der, authority.der))).toEqual(['unable-to-tell', 'unreachable']);
    expect(server.requests).toEqual([]);
  });

  it('are followed to where they moved, and taken in text form too', async () => {
    const { der } = await issue('/old.crl');
    const list = await authority.list();
    server.files.set('/old.crl', (response) => response.writeHead(301, { location: '/new.crl' }).end());
    server.files.set('/new.crl', Buffer.from(`-----BEGIN X509 CRL-----\n${list.toString('base64')}\n-----END X509 CRL-----\n`));
    expect(told(await revocation().check(der, authority.der))).toEqual(['good', null]);
  });

  it('count only with the signature of the issuer', async () => {
    const { der } = await issue('/all.crl');
    const [namesake, plain] = await Promise.all([other(), other({ name: 'Test CA', keyUsage: 'keyCertSign' })]);
    server.files.set('/all.crl', await namesake.list());
    expect(told(await revocation().check(der, authority.der))).toEqual(['unable-to-tell', 'bad-signature']);
    const changed = await authority.list();
    changed[changed.length - 5] = (changed[changed.length - 5] ?? 0) ^ 1;
    server.files.set('/all.crl', changed);
    expect(told(await revocation().check(der, authority.der))).toEqual(['unable-to-tell', 'bad-signature']);
    const unentitled = await issue('/plain.crl', plain);
    server.files.set('/plain.crl', await plain.list());
    expect(told(await revocation().check(unentitled.der, plain.der))).toEqual(['unable-to-tell', 'bad-signature']);
    expect(told(await revocation().check(der, null))).toEqual(['unable-to-tell', 'issuer-unknown']);
    expect(told(await revocation().check(der, Buffer.from('no certificate')))).toEqual(['unable-to-tell', 'bad-signature']);
  });

  it('that are outdated prove a revocation, but never its absence', async () => {
    const ca = await other();
    const [good, bad] = await Promise.all([issue('/all.crl', ca), issue('/all.crl', ca)]);
    await ca.revoke(bad, 'superseded');
    server.files.set('/all.crl', await ca.list({ seconds: 60 }));
    now += 61_000;
    const asked = revocation();
    expect(told(await asked.check(good.der, ca.der))).toEqual(['unable-to-tell', 'expired']);
    expect(told(await asked.check(bad.der, ca.der))).toEqual(['revoked', 'superseded']);
  });

  it('for other certificates are none for this one', async () => {
    const { der } = await issue('/all.crl');
    const lists: readonly (readonly [string, readonly string[]])[] = [
      ['good', [`fullname = URI:${server.origin}/all.crl`]],
      ['good', [`fullname = URI:${server.origin}/all.crl`, 'onlyuser = TRUE']],
      ['other-scope', ['fullname = URI:http://elsewhere.example/1.crl']],
      ['other-scope', ['onlyCA = TRUE']],
      ['other-scope', ['onlyAA = TRUE']],
      ['other-scope', ['indirectCRL = TRUE']],
      ['other-scope', ['onlysomereasons = keyCompromise']],
    ];
    for (const [expected, lines] of lists) {
      server.files.set(
        '/all.crl',
        await authority.list({ extensions: ['issuingDistributionPoint = critical, @scope', '[scope]', ...lines] }),
      );
      const { status, problem } = await revocation().check(der, authority.der);
      expect([lines, problem ?? status]).toEqual([lines, expected]);
    }
  });

  it('are asked for only where a certificate names one that can be fetched', async () => {
    const [none, ldap] = await Promise.all([
      authority.issue('a.example'),
      authority.issue('a.example', { extensions: ['crlDistributionPoints = URI:ldap:///CN=Test'] }),
    ]);
    expect(told(await revocation().check(none.der, authority.der))).toEqual(['no-crl', null]);
    expect(told(await revocation().check(ldap.der, authority.der))).toEqual(['unable-to-tell', 'unsupported-address']);
    expect(told(await revocation().check(Buffer.from('30'), authority.der))).toEqual(['unable-to-tell', 'malformed']);
  });

  it('stop with the caller', async () => {
    const { der } = await issue('/slow.crl');
    server.files.set('/slow.crl', () => undefined);
    const stop = new AbortController();
    const checking = revocation({ timeoutMs: 1_500 }).check(der, authority.der, { signal: stop.signal });
    stop.abort();
    expect(told(await checking)).toEqual(['unable-to-tell', 'unreachable']);
  });

  it('never make the reader throw anything else, or hang, whatever their bytes', async () => {
    const { der } = await issue('/all.crl');
    await authority.revoke(await issue('/all.crl'), 'cessationOfOperation');
    const list = await authority.list({
      extensions: ['issuingDistributionPoint = critical, @scope', '[scope]', 'fullname = URI:http://a.example/1.crl'],
    });
    const { serial } = identityOf(der);
    const changes = fc.array(fc.tuple(fc.nat(list.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(changes, fc.nat(list.length), async (edits, length) => {
        const bytes = Buffer.from(list);
        for (const [at, octet] of edits) bytes[at] = octet;
        for (const spoilt of [bytes, bytes.subarray(0, length)]) {
          try {
            await findEntry(readCrl(spoilt), serial);
          } catch (error) {
            if (!(error instanceof Malformed)) throw error;
          }
        }
      }),
      { numRuns: 1_000_000, interruptAfterTimeLimit: FUZZ_MS },
    );
  });
});

const der = (tag: number, content: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([Buffer.from([tag, 0x84]), length, content]);
};

describe('a list of 200,000 entries', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = Buffer.from('300a06082a8648ce3d040302', 'hex');
  const time = Buffer.from('170d3236313132333030303030305a', 'hex');
  const serialOf = (i: number): Buffer => {
    const serial = Buffer.alloc(16, 0x5a);
    serial.writeUInt32BE(i, 12);
    return serial;
  };
  const entry = Buffer.concat([Buffer.from([0x30, 18 + time.length, 0x02, 16]), serialOf(0), time]);
  const entries = Buffer.concat(Array<Buffer>(200_000).fill(entry));
  for (let i = 0; i < 200_000; i += 1) entries.writeUInt32BE(i, i * entry.length + 16);
  const tbs = der(0x30, Buffer.concat([algorithm, Buffer.from('3000', 'hex'), time, time, der(0x30, entries)]));
  const signature = sign('sha256', tbs, privateKey);
  const list = der(0x30, Buffer.concat([tbs, algorithm, Buffer.from([0x03, signature.length + 1, 0]), signature]));

  it('is searched within milliseconds for what is not on it, and is right about what is', async () => {
    const crl = readCrl(list);
    expect(list.length).toBeGreaterThan(6_000_000);
    for (const i of [0, 99_999, 199_999])
      expect(await findEntry(crl, serialOf(i))).toEqual({ revokedAt: '2026-11-23T00:00:00Z', reason: null });
    expect(await findEntry(crl, serialOf(200_000))).toBeNull();
    // Bytes of the number that lie across two entries are not the number.
    expect(await findEntry(crl, entry.subarray(20, 30))).toBeNull();
    const startedAt = performance.now();
    for (let i = 0; i < 10; i += 1) await findEntry(crl, serialOf(300_000 + i));
    expect((performance.now() - startedAt) / 10).toBeLessThan(50);
    expect(await isSignedBy(crl, Buffer.from('no certificate'))).toBe(false);
  });

  it('is walked through to its last entry without keeping others waiting, and not read at all as text', async () => {
    const crl = readCrl(list);
    let turns = 0;
    let searching = true;
    const others = (async () => {
      for (; searching; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    })();
    await findEntry(crl, serialOf(199_999));
    searching = false;
    await others;
    expect(turns).toBeGreaterThanOrEqual(9);
    const text = Buffer.from(`-----BEGIN X509 CRL-----\n${list.toString('base64')}\n-----END X509 CRL-----`);
    expect(() => readCrl(text)).toThrow('text that is too long');
  });
});
