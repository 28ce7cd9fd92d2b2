import { X509Certificate } from 'node:crypto';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { EKU_CLIENT_AUTH, EKU_SERVER_AUTH } from '@stellwerk/domain';
import { selfSigned, until } from '@stellwerk/testing';
import { readCertificate } from '../certificate/read.js';
import { type MtlsListener, type MtlsVisit, startMtlsListener } from './mtls-listener.js';
import { makeOwnCertificate } from './self-signed.js';
import { sipReply } from './sip-reply.js';

const DOMAIN = 'mtls.stellwerk.example';
const OPTIONS =
  'OPTIONS sip:a@mtls.example SIP/2.0\r\nVia: SIP/2.0/TLS x;branch=1\r\nFrom: <sip:b@x>;tag=1\r\nTo: <sip:a@mtls.example>\r\nCall-ID: 7\r\nCSeq: 1 OPTIONS\r\n\r\n';

describe('the listener for reverse MTLS tests', () => {
  const visits: MtlsVisit[] = [];
  let now = Date.now();
  let listener: MtlsListener;

  beforeAll(async () => {
    listener = await startMtlsListener({
      address: '127.0.0.1',
      port: 0,
      domain: DOMAIN,
      certificate: null,
      awaits: async (label) => label === 'awaited',
      onVisit: (visit) => visits.push(visit),
      now: () => now,
    });
  });
  beforeEach(() => {
    visits.length = 0;
    // Another window for everybody's attempts.
    now += 20_000;
  });
  afterAll(() => listener.close());

  const call = (
    servername: string,
    options: ConnectionOptions = {},
  ): Promise<{ answer: string; socket: TLSSocket; error: string | null }> =>
    new Promise((resolve) => {
      let answer = '';
      const socket = connect({ host: '127.0.0.1', port: listener.port, servername, rejectUnauthorized: false, ...options });
      socket.once('secureConnect', () => socket.write(OPTIONS));
      socket.on('data', (data: Buffer) => (answer += data.toString()));
      let error: string | null = null;
      socket.on('error', (e: NodeJS.ErrnoException) => (error = e.code ?? e.message));
      socket.once('close', () => resolve({ answer, socket, error }));
    });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'notes the client certificate that came over %s, and refuses the call politely',
    async (version) => {
      const { answer } = await call(`awaited.${DOMAIN}`, {
        ...selfSigned('xphone.acme.example'),
        minVersion: version,
        maxVersion: version,
      });
      expect(answer).toMatch(/^SIP\/2\.0 403 Forbidden\r\n(.+\r\n)*To: <sip:a@mtls\.example>;tag=\w+\r\n/);
      expect(visits).toMatchObject([
        { label: 'awaited', remoteAddress: '127.0.0.1', protocol: version, chain: [{ subject: 'CN=xphone.acme.example' }], failure: null },
      ]);
    },
  );

  it('notes that none came, without refusing', async () => {
    expect((await call(`AWAITED.${DOMAIN}`)).answer).toContain('403');
    expect(visits).toMatchObject([{ label: 'awaited', chain: [], failure: null }]);
  });

  it('presents a certificate for the whole domain and every purpose, and says that nobody vouches for it', () => {
    const { cert } = makeOwnCertificate(`*.${DOMAIN}`, Date.now());
    const read = readCertificate(new X509Certificate(cert).raw);
    expect(read).toMatchObject({
      ok: true,
      value: { dnsNames: [`*.${DOMAIN}`], extendedKeyUsage: [EKU_SERVER_AUTH, EKU_CLIENT_AUTH], selfSigned: true },
    });
    expect(listener.selfMade).toBe(true);
  });

  it('tells a visitor who did not want our certificate from one who has none to show', async () => {
    const strict = { ...selfSigned('xphone.acme.example'), rejectUnauthorized: true };
    expect((await call(`awaited.${DOMAIN}`, { ...strict, minVersion: 'TLSv1.3' })).error).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    await until('the visit', () => visits.length === 1);
    expect(visits[0]).toMatchObject({ protocol: null, chain: [], failure: expect.stringMatching(/\w/) });
  });

  it('notes why no agreement was reached', async () => {
    await call(`awaited.${DOMAIN}`, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' });
    await until('the visit', () => visits.length === 1);
    expect(visits[0]).toMatchObject({ protocol: null, failure: 'ERR_SSL_NO_SHARED_CIPHER' });
  });

  it.each([[`other.${DOMAIN}`], ['awaited.elsewhere.example'], [`a.awaited.${DOMAIN}`], ['']])(
    'gives %j no handshake and notes nothing',
    async (name) => {
      const { answer, error } = await call(name, name === '' ? {} : {});
      expect({ answer, refused: error !== null }).toEqual({ answer: '', refused: true });
      expect(visits).toEqual([]);
    },
  );

  it('hangs up on an address that comes too often, and lets it in again later', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => call(`awaited.${DOMAIN}`)));
    expect(outcomes.filter(({ answer }) => answer !== '')).toHaveLength(5);
    now += 20_000;
    expect((await call(`awaited.${DOMAIN}`)).answer).toContain('403');
  });

  it.each([
    ['garbage', 'hello\r\n\r\n'],
    ['an ACK, which nobody answers', OPTIONS.replaceAll('OPTIONS', 'ACK')],
    ['a response', 'SIP/2.0 200 OK\r\nVia: x\r\nTo: y\r\n\r\n'],
    ['a request without any of its headers', 'OPTIONS sip:a SIP/2.0\r\n\r\n'],
  ])('answers nothing to %s', (_, text) => {
    expect(sipReply(text, 'tag')).toBeNull();
  });
});
