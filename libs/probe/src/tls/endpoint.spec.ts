import { failed, fault } from '@stellwerk/domain';
import { describeWith, freePort, makeCertificate, startKamailio, startProsody, startTlsServer, type TlsServer } from '@stellwerk/testing';
import { probeTcpPort } from '../tcp-port.js';
import { startPeer } from '../test/peers.js';
import { connect, targetAt } from '../test/tls-target.js';
import { probeTlsEndpoint } from './endpoint.js';

const root = makeCertificate({ subject: 'Root', ca: true });
const middle = makeCertificate({ subject: 'Middle', issuer: root, ca: true });
const certificate = makeCertificate({ subject: 'sip.acme.example', issuer: middle, dnsNames: ['sip.acme.example'] });
const rsa = makeCertificate({ subject: 'sip.acme.example', issuer: middle, dnsNames: ['sip.acme.example'], key: 'rsa-2048' });
const ed25519 = makeCertificate({ subject: 'sip.acme.example', issuer: middle, key: 'ed25519' });

const running: TlsServer[] = [];
const started = async (server: Promise<TlsServer>): Promise<TlsServer> => {
  const one = await server;
  running.push(one);
  return one;
};
const server = (args: readonly string[], by = certificate): Promise<TlsServer> =>
  started(startTlsServer({ certificate: by, chain: [middle.der], args }));
const seen = async ({ port }: { port: number }, startTls: 'none' | 'xmpp' = 'none') => probeTlsEndpoint(targetAt(port, startTls));
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

const OLD = ['-cipher', 'ALL:@SECLEVEL=0'];

describeWith(['openssl'], 'a handshake with OpenSSL', () => {
  it.each([
    ['TLS 1.3', ['-tls1_3'], certificate, 'TLSv1.3'],
    ['TLS 1.3 with an RSA key', ['-tls1_3'], rsa, 'TLSv1.3'],
    ['TLS 1.3 with Ed25519', ['-tls1_3'], ed25519, 'TLSv1.3'],
    ['TLS 1.3 with another group, after a second hello', ['-tls1_3', '-groups', 'P-384'], certificate, 'TLSv1.3'],
    ['TLS 1.3 with ChaCha20', ['-tls1_3', '-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256'], certificate, 'TLSv1.3'],
    ['TLS 1.2', ['-tls1_2'], certificate, 'TLSv1.2'],
    ['TLS 1.2 with an RSA key', ['-tls1_2'], rsa, 'TLSv1.2'],
    ['TLS 1.2 with ChaCha20', ['-tls1_2', '-cipher', 'ECDHE-ECDSA-CHACHA20-POLY1305'], certificate, 'TLSv1.2'],
    ['TLS 1.2 with RSA key exchange', ['-tls1_2', '-cipher', 'AES128-GCM-SHA256'], rsa, 'TLSv1.2'],
    ['TLS 1.1', ['-tls1_1', ...OLD], certificate, 'TLSv1.1'],
    ['TLS 1.0', ['-tls1', ...OLD], rsa, 'TLSv1'],
  ])('%s is completed, and everything it shows is kept', async (_, args, by, protocol) => {
    const { facts, chain } = await seen(await server(args, by));
    expect(facts).toMatchObject({
      tcp: { verdict: 'open', address: '127.0.0.1', unable: null },
      handshake: 'completed',
      failure: null,
      protocol,
      cipher: expect.stringMatching(/^TLS_/),
      clientCertificate: 'not-requested',
      chain: [{ subjectCommonName: 'sip.acme.example' }, { subjectCommonName: 'Middle' }],
      chainOrdered: true,
      trust: [
        { programme: 'mozilla', trusted: false },
        { programme: 'microsoft', trusted: false },
      ],
    });
    expect(chain).toEqual([by.der, middle.der]);
  });

  it.each([
    ['TLS 1.3', ['-tls1_3'], 'alert-116'],
    ['TLS 1.2', ['-tls1_2'], 'alert-40'],
    ['TLS 1.0', ['-tls1', ...OLD], 'alert-40'],
  ])(
    '%s: a client certificate that is only asked for is told from one that is required, and the chain is read both times',
    async (_, args, alert) => {
      const strict = await seen(await server([...args, '-Verify', '1']));
      expect(strict.facts).toMatchObject({ handshake: 'client-certificate-required', clientCertificate: 'required', failure: alert });
      expect(strict.chain).toEqual([certificate.der, middle.der]);
      const lax = await seen(await server([...args, '-verify', '1']));
      expect(lax.facts).toMatchObject({ handshake: 'completed', clientCertificate: 'requested', failure: null });
    },
  );

  it('a chain is kept in the order it was sent, and said to be out of order or incomplete', async () => {
    const sent = async (...behind: readonly Uint8Array[]) =>
      (await seen(await started(startTlsServer({ certificate, chain: behind })))).facts;
    const disorder = await sent(root.der, middle.der);
    expect(disorder.chain.map(({ subject }) => subject)).toEqual(['CN=sip.acme.example', 'CN=Root', 'CN=Middle']);
    expect(disorder).toMatchObject({ chainOrdered: false, trust: [{ problem: 'unknown-root', root: 'CN=Root' }, {}] });
    expect(await sent()).toMatchObject({ chain: [{}], trust: [{ problem: 'incomplete-chain', root: null }, {}] });
  });

  it('a server that speaks nothing we offer is a failure with its alert, not a missing one', async () => {
    const { facts } = await seen(await server(['-tls1_2', '-psk', '00', '-cipher', 'PSK']));
    expect(facts).toMatchObject({
      tcp: { verdict: 'open' },
      handshake: 'failed',
      failure: 'alert-40',
      chain: [],
      clientCertificate: 'unable-to-tell',
    });
  });
});

describeWith(['kamailio'], 'a SIP server with MTLS (Kamailio)', () => {
  it('requires a client certificate, and shows its own without one', async () => {
    const { facts } = await seen(await started(startKamailio({ certificate, authority: root })));
    expect(facts).toMatchObject({
      handshake: 'client-certificate-required',
      clientCertificate: 'required',
      chain: [{ dnsNames: ['sip.acme.example'] }],
    });
  });

  it('without MTLS it asks for none', async () => {
    const { facts } = await seen(await started(startKamailio({ certificate, authority: root, requireCertificate: false })));
    expect(facts).toMatchObject({ handshake: 'completed', clientCertificate: 'not-requested' });
  });
});

describeWith(['prosody'], 'an XMPP server (Prosody)', () => {
  it('begins TLS by STARTTLS; without the dialogue there is no TLS', async () => {
    const prosody = await started(startProsody('sip.acme.example', certificate));
    expect((await seen(prosody, 'xmpp')).facts).toMatchObject({
      handshake: 'completed',
      protocol: 'TLSv1.3',
      chain: [{ dnsNames: ['sip.acme.example'] }],
    });
    expect((await seen(prosody)).facts).toMatchObject({ handshake: 'failed', failure: 'not-tls', chain: [] });
  });

  it('says that it does not know the domain', async () => {
    const prosody = await started(startProsody('other.example', certificate));
    expect((await seen(prosody, 'xmpp')).facts).toMatchObject({ tcp: { verdict: 'open' }, handshake: null, failure: 'starttls-refused' });
  });
});

describe('the name that is asked for', () => {
  it.each([
    ['Bücher.Example.', 'xn--bcher-kva.example'],
    ['STRASSE.example', 'strasse.example'],
    ['2001:db8::1', null],
    ['192.0.2.7', null],
  ])('%s goes out as %s', async (serverName, sent) => {
    const peer = await startPeer((socket) => void socket.once('data', () => socket.end()));
    await probeTlsEndpoint({ ...targetAt(peer.port), serverName });
    const said = peer.heard().toString('latin1');
    // Extension 0, its list, a host name: and then the name itself.
    expect(/\0\0\0.\0.\0\0.([\w.-]+\.example)/s.exec(said)?.[1] ?? null).toBe(sent);
    await peer.close();
  });
});

describe('a port', () => {
  it('that nobody listens on is refused; a name that does not exist and a forbidden address cannot be told', async () => {
    const port = await freePort();
    expect((await seen({ port })).facts).toMatchObject({ tcp: { verdict: 'refused' }, handshake: null, failure: null, chain: [] });
    expect(await probeTcpPort({ connect, host: '169.254.169.254', port: 80 })).toMatchObject({
      verdict: 'unable-to-tell',
      address: '169.254.169.254',
      unable: { code: 'address-forbidden', detail: 'metadata' },
    });
  });

  it.each([
    ['connection-refused', 'refused'],
    ['target-refused', 'refused'],
    ['connection-timed-out', 'filtered'],
    ['target-silent', 'filtered'],
    ['network-unreachable', 'unreachable'],
    ['target-unreachable', 'unreachable'],
    ['name-not-found', 'unable-to-tell'],
    ['forwarding-forbidden', 'unable-to-tell'],
    ['connection-lost', 'unable-to-tell'],
  ] as const)('whose connection ends in %s is %s', async (code, verdict) => {
    const facts = await probeTcpPort({ host: 'x', port: 1, connect: () => Promise.resolve(failed(fault(code))) });
    expect(facts).toEqual({
      verdict,
      address: null,
      connectMs: null,
      unable: verdict === 'unable-to-tell' ? { code, detail: null } : null,
    });
  });

  it('that is given up says nothing about it, and a connection that comes too late is closed', async () => {
    let late: { destroyed: boolean } | null = null;
    const caller = new AbortController();
    const pending = probeTcpPort({
      host: 'x',
      port: 1,
      connect: (_host, _port, { signal }) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => {
            void connect('127.0.0.1', servedPort, { signal: new AbortController().signal }).then((result) => {
              late = result.ok ? result.value : null;
              resolve(result);
            });
          }),
        ),
      signal: caller.signal,
    });
    const listener = await started(startTlsServer({ certificate }));
    const servedPort = listener.port;
    caller.abort();
    expect(await pending).toMatchObject({ verdict: 'unable-to-tell' });
    while (late === null) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(late).toMatchObject({ destroyed: true });
  });
});
