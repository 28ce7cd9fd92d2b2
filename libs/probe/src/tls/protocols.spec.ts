import { describeWith, makeCertificate, startKamailio, startProsody, startTlsServer, type TlsServer } from '@stellwerk/testing';
import { startPeer, type Peer } from '../test/peers.js';
import { targetAt } from '../test/tls-target.js';
import { probeTlsProtocols } from './protocols.js';
import { message, record } from './wire/client-hello.js';
import { Cursor, uint, vector } from './wire/cursor.js';
import { GROUPS, RECORD } from './wire/numbers.js';

const root = makeCertificate({ subject: 'Root', ca: true });
const certificate = makeCertificate({ subject: 'sip.acme.example', issuer: root });
const rsa = makeCertificate({ subject: 'sip.acme.example', issuer: root, key: 'rsa-2048' });

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});
const server = async (args: readonly string[], by = certificate): Promise<TlsServer> => {
  const one = await startTlsServer({ certificate: by, args });
  running.push(one);
  return one;
};
const found = ({ port }: { port: number }, gapMs = 0) => probeTlsProtocols({ ...targetAt(port), gapMs });
const only = (...accepted: readonly string[]) =>
  Object.fromEntries(
    ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'].map((version) => [version, accepted.includes(version) ? 'accepted' : 'refused']),
  );

describeWith(['openssl'], 'what OpenSSL still speaks', () => {
  it.each([
    ['TLSv1', ['-tls1', '-cipher', 'ALL:@SECLEVEL=0']],
    ['TLSv1.1', ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0']],
    ['TLSv1.2', ['-tls1_2']],
    ['TLSv1.3', ['-tls1_3']],
  ])('%s alone is seen alone', async (version, args) => {
    expect(await found(await server(args))).toMatchObject({ tcp: { verdict: 'open' }, versions: only(version) });
  });

  it('weak suites are named one by one, over all versions, and the good ones are not', async () => {
    const suites =
      'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:AES128-GCM-SHA256:AES256-SHA:ECDHE-RSA-AES128-SHA:AECDH-AES128-SHA:NULL-SHA256:ECDHE-RSA-NULL-SHA:@SECLEVEL=0';
    const facts = await found(await server(['-cipher', suites], rsa));
    expect(facts.versions).toEqual(only('TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'));
    expect(facts.weakCiphers).toEqual([
      'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
      'TLS_ECDHE_RSA_WITH_NULL_SHA',
      'TLS_ECDH_anon_WITH_AES_128_CBC_SHA',
      'TLS_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_RSA_WITH_AES_256_CBC_SHA',
      'TLS_RSA_WITH_NULL_SHA256',
    ]);
  });

  it('whose order counts is found out, and left open where there is nothing to choose', async () => {
    const args = ['-tls1_2', '-cipher', 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256'];
    expect((await found(await server([...args, '-serverpref']))).serverPreference).toBe(true);
    expect((await found(await server(args))).serverPreference).toBe(false);
    expect((await found(await server(['-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-GCM-SHA256']))).serverPreference).toBeNull();
    expect((await found(await server(['-tls1_3', '-serverpref']))).serverPreference).toBe(true);
  });

  it('groups of TLS 1.3 are found one by one, in the order the server wants them', async () => {
    expect(await found(await server(['-groups', 'P-384:X25519:ffdhe3072']))).toMatchObject({
      groups: ['secp384r1', 'x25519', 'ffdhe3072'],
      postQuantum: false,
    });
  });

  it('between two connections lies the gap that was asked for', async () => {
    const one = await server(['-tls1_3', '-groups', 'X25519']);
    const startedAt = performance.now();
    const facts = await found(one, 40);
    // Five versions, the group once more without it, one weak offer less: at the very least eight connections.
    expect(facts.versions).toEqual(only('TLSv1.3'));
    expect(performance.now() - startedAt).toBeGreaterThan(6 * 40);
  });
});

describeWith(['kamailio'], 'what Kamailio speaks', () => {
  it('is found out although it lets nobody in without a certificate', async () => {
    const kamailio = await startKamailio({ certificate, authority: root });
    running.push(kamailio);
    expect(await found(kamailio)).toMatchObject({ versions: only('TLSv1.2', 'TLSv1.3'), serverPreference: true });
  });
});

describeWith(['prosody'], 'what Prosody speaks', () => {
  it('is found out behind STARTTLS', async () => {
    const prosody = await startProsody('sip.acme.example', certificate);
    running.push(prosody);
    expect(await probeTlsProtocols({ ...targetAt(prosody.port, 'xmpp'), gapMs: 0 })).toMatchObject({
      versions: only('TLSv1.2', 'TLSv1.3'),
    });
  });
});

/** What a ClientHello offers, as far as a scripted server wants to know. */
function offered(bytes: Buffer): {
  readonly version: number;
  readonly suites: readonly number[];
  readonly groups: readonly number[];
  readonly tls13: boolean;
} {
  const cursor = new Cursor(bytes.subarray(9));
  const version = cursor.uint(2);
  cursor.take(32);
  cursor.vector(1);
  const numbers = (list: Buffer): number[] => Array.from({ length: list.length / 2 }, (_, i) => list.readUInt16BE(i * 2));
  const suites = numbers(cursor.vector(2));
  cursor.vector(1);
  const extensions = new Map<number, Buffer>();
  if (!cursor.done) for (const list = cursor.enter(2); !list.done;) extensions.set(list.uint(2), list.vector(2));
  return { version, suites, tls13: extensions.has(43), groups: numbers((extensions.get(10) ?? Buffer.alloc(2)).subarray(2)) };
}
const RETRY_RANDOM = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');
const serverHello = (version: number, suite: number, extensions: Buffer | null, random = Buffer.alloc(32, 7)): Buffer =>
  record(
    RECORD.handshake,
    Math.max(version, 0x0300),
    message(
      2,
      Buffer.concat([
        uint(2, version),
        random,
        vector(1),
        uint(2, suite),
        uint(1, 0),
        ...(extensions === null ? [] : [vector(2, extensions)]),
      ]),
    ),
  );
const extension = (type: number, body: Buffer): Buffer => Buffer.concat([uint(2, type), vector(2, body)]);
const alert = (code: number): Buffer => record(RECORD.alert, 0x0301, Buffer.from([2, code]));

/** A server whose answer to each ClientHello is a script. */
async function scripted(answer: (hello: ReturnType<typeof offered>) => Buffer | 'reset' | 'silence'): Promise<Peer> {
  const peer = await startPeer((socket) => {
    socket.once('data', (bytes: Buffer) => {
      const said = answer(offered(bytes));
      if (said === 'reset') socket.resetAndDestroy();
      else if (said !== 'silence') socket.end(said);
    });
  });
  running.push({ stop: () => peer.close() });
  return peer;
}

describe('what no library on this machine speaks any more, or yet', () => {
  it('SSLv3 with RC4, 3DES and export suites', async () => {
    const speaks = [0x0005, 0x000a, 0x0003];
    const peer = await scripted(({ version, suites, tls13 }) => {
      const suite = speaks.find((one) => suites.includes(one));
      return version === 0x0300 && !tls13 && suite !== undefined ? serverHello(0x0300, suite, null) : alert(40);
    });
    expect(await found(peer)).toMatchObject({
      versions: only('SSLv3'),
      weakCiphers: ['TLS_RSA_EXPORT_WITH_RC4_40_MD5', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'TLS_RSA_WITH_RC4_128_SHA'],
      serverPreference: true,
    });
  });

  it('ML-KEM, by the group that a HelloRetryRequest asks for', async () => {
    const speaks = [GROUPS.X25519MLKEM768, GROUPS.x25519];
    const peer = await scripted(({ tls13, groups }) => {
      const group = speaks.find((one) => groups.includes(one));
      if (!tls13 || group === undefined) return alert(tls13 ? 40 : 70);
      return serverHello(0x0303, 0x1301, Buffer.concat([extension(43, uint(2, 0x0304)), extension(51, uint(2, group))]), RETRY_RANDOM);
    });
    expect(await found(peer)).toMatchObject({ versions: only('TLSv1.3'), groups: ['X25519MLKEM768', 'x25519'], postQuantum: true });
  });
});

describe('what is no answer', () => {
  const tls12 = (hello: ReturnType<typeof offered>): boolean => hello.version === 0x0303 && !hello.tls13;

  it('a hang-up is a refusal where the same server accepts another version, and nothing where it accepts none', async () => {
    const windows = await scripted((hello) =>
      tls12(hello) && hello.suites.includes(0xc02f) ? serverHello(0x0303, 0xc02f, Buffer.alloc(0)) : 'reset',
    );
    expect(await found(windows)).toMatchObject({ versions: only('TLSv1.2'), postQuantum: false });
    const nobody = await found(await scripted(() => 'reset'));
    expect(new Set(Object.values(nobody.versions))).toEqual(new Set(['unable-to-tell']));
    expect(nobody).toMatchObject({ weakCiphers: [], serverPreference: null, postQuantum: null });
  });

  it('silence and garbage are never a refusal', async () => {
    const peer = await scripted((hello) =>
      tls12(hello) ? serverHello(0x0303, 0xc02f, Buffer.alloc(0)) : Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
    );
    expect((await found(peer)).versions).toMatchObject({ SSLv3: 'unable-to-tell', 'TLSv1.2': 'accepted', 'TLSv1.3': 'unable-to-tell' });
  });

  it('a server that chooses what was not offered is not asked for ever', async () => {
    let connections = 0;
    const peer = await scripted(({ version, tls13 }) => {
      connections += 1;
      return serverHello(tls13 ? 0x0303 : version, 0x1399, tls13 ? extension(43, uint(2, 0x0304)) : Buffer.alloc(0));
    });
    await found(peer);
    expect(connections).toBeLessThan(16);
  });

  it('a port that nobody listens on is asked twice, not thirty times', async () => {
    const peer = await scripted(() => 'reset');
    await peer.close();
    let asked = 0;
    const target = targetAt(peer.port);
    const facts = await probeTlsProtocols({ ...target, gapMs: 0, connect: (...args) => ((asked += 1), target.connect(...args)) });
    expect(facts).toMatchObject({ tcp: { verdict: 'refused' }, versions: { 'TLSv1.2': 'unable-to-tell' }, groups: [] });
    expect(asked).toBe(2);
  });

  it('stops at once when the caller does', async () => {
    const peer = await scripted(() => 'silence');
    const caller = new AbortController();
    const pending = probeTlsProtocols({ ...targetAt(peer.port), signal: caller.signal });
    caller.abort();
    expect((await pending).versions['TLSv1.3']).toBe('unable-to-tell');
    await peer.idle();
  });
});
