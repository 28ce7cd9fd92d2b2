import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ok } from '@stellwerk/domain';
import { makeCertificate, startTlsServer } from '@stellwerk/testing';
import fc from 'fast-check';
import { Malformed } from '../malformed.js';
import { startPeer, type Peer } from '../test/peers.js';
import { targetAt } from '../test/tls-target.js';
import { probeTlsEndpoint } from './endpoint.js';
import { message, record } from './wire/client-hello.js';
import { uint, vector } from './wire/cursor.js';
import { MESSAGE, RECORD } from './wire/numbers.js';
import { readCertificates, readServerHello } from './wire/server-messages.js';

const peers: Peer[] = [];
const peer = async (act: (socket: Socket) => void): Promise<Peer> => {
  const one = await startPeer(act);
  peers.push(one);
  return one;
};
afterEach(async () => {
  await Promise.all(peers.splice(0).map((one) => one.close()));
});
const seen = (at: Peer, timeoutMs = 5_000, startTls: 'none' | 'xmpp' = 'none') =>
  probeTlsEndpoint({ ...targetAt(at.port, startTls), timeoutMs });

const root = makeCertificate({ subject: 'Root', ca: true });
const leaf = makeCertificate({ subject: 'sip.acme.example', issuer: root, dnsNames: ['sip.acme.example'] });
const hello = message(
  MESSAGE.serverHello,
  Buffer.concat([uint(2, 0x0303), Buffer.alloc(32, 1), vector(1), uint(2, 0xc02b), uint(1, 0), vector(2)]),
);
const certificates = (...list: readonly Uint8Array[]): Buffer =>
  message(MESSAGE.certificate, vector(3, ...list.map((one) => vector(3, Buffer.from(one)))));
const done = message(MESSAGE.serverHelloDone, Buffer.alloc(0));
/** A flight of TLS 1.2 in records of at most 16 KiB. */
function flight(...messages: readonly Buffer[]): Buffer {
  const whole = Buffer.concat(messages);
  const records: Buffer[] = [];
  for (let at = 0; at < whole.length; at += 16_384) records.push(record(RECORD.handshake, 0x0303, whole.subarray(at, at + 16_384)));
  return Buffer.concat(records);
}
const answering = (bytes: Buffer) => (socket: Socket) => void socket.once('data', () => socket.write(bytes));
/** Sends without end, as fast as it is taken. */
const flooding = (before: Buffer, again: Buffer) => (socket: Socket) =>
  void socket.once('data', () => {
    const flood = (): void => void (socket.destroyed || socket.write(again, flood));
    socket.write(before, flood);
  });

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Bytes that are kept, garbage left out: how much of that lies about is V8's affair. */
function held(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('a server that means harm', () => {
  it('dripping bytes ends with the time there is', async () => {
    const at = await peer((socket) => {
      const bytes = flight(hello, certificates(leaf.der), done);
      let sent = 0;
      const timer = setInterval(() => void socket.write(bytes.subarray(sent, (sent += 1))), 5);
      socket.once('close', () => clearInterval(timer));
    });
    const startedAt = performance.now();
    expect((await seen(at, 300)).facts).toMatchObject({ tcp: { verdict: 'open' }, handshake: 'failed', failure: 'timed-out' });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await at.idle();
  });

  it.each([
    ['empty records', Buffer.alloc(0), record(RECORD.handshake, 0x0303, Buffer.alloc(0))],
    ['warnings', Buffer.alloc(0), record(RECORD.alert, 0x0303, Buffer.from([1, 112]))],
    ['changes of cipher', Buffer.alloc(0), record(RECORD.changeCipherSpec, 0x0303, uint(1, 1))],
    ['requests for a certificate', flight(hello), flight(message(MESSAGE.certificateRequest, Buffer.alloc(100)))],
    ['certificates', flight(hello), flight(certificates(leaf.der, root.der))],
    [
      'one message without end',
      flight(hello, Buffer.from([MESSAGE.certificate, 0, 0xff, 0xff])),
      record(RECORD.handshake, 0x0303, Buffer.alloc(16_000)),
    ],
  ])('endless %s are given up after 64 KiB', async (_, before, again) => {
    const at = await peer(flooding(before, again));
    const atFirst = held();
    expect((await seen(at, 20_000)).facts).toMatchObject({ handshake: 'failed', failure: 'too-much' });
    await at.idle();
    expect(held() - atFirst).toBeLessThan(8 * 1_048_576);
  });

  it.each([
    ['a reset after the hello', (socket: Socket) => void socket.once('data', () => socket.resetAndDestroy()), 'reset'],
    ['a hang-up after the hello', (socket: Socket) => void socket.once('data', () => socket.end()), 'closed'],
    [
      'a hang-up in the middle',
      (socket: Socket) => void socket.once('data', () => socket.end(flight(hello, certificates(leaf.der)).subarray(0, -9))),
      'closed',
    ],
    ['a web server', answering(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')), 'not-tls'],
    ['SSLv2', answering(Buffer.from([0x80, 0x2e, 0x04, 0, 1, 0, 2])), 'not-tls'],
    ['a record that is too long', answering(Buffer.from([22, 3, 3, 0xff, 0xff])), 'not-tls'],
    ['a message that is too long', answering(flight(Buffer.from([MESSAGE.serverHello, 0xff, 0xff, 0xff]))), 'too-much'],
    ['the end before the middle', answering(flight(hello, message(MESSAGE.finished, Buffer.alloc(12)))), 'not-tls'],
    ['no certificate', answering(flight(hello, certificates(), done)), 'not-tls'],
    ['a certificate that is none', answering(flight(hello, certificates(Buffer.from('none')), done)), 'certificate-malformed'],
    [
      'a key that is not its certificate’s',
      answering(
        flight(
          hello,
          certificates(leaf.der),
          message(
            MESSAGE.serverKeyExchange,
            Buffer.concat([Buffer.from([3, 0, 0x1d]), vector(1, Buffer.alloc(32, 9)), uint(2, 0x0403), vector(2, Buffer.alloc(70, 3))]),
          ),
          done,
        ),
      ),
      'key-not-proven',
    ],
  ])('%s is a failure of its own', async (_, act, failure) => {
    const { facts } = await seen(await peer(act));
    expect(facts).toMatchObject({ tcp: { verdict: 'open' }, handshake: 'failed', failure });
  });

  it('more than 32 certificates: the first 32 are kept', async () => {
    const small = makeCertificate({ subject: 'a', key: 'ed25519' }).der;
    const { facts, chain } = await seen(
      await peer(answering(flight(hello, certificates(leaf.der, ...Array.from({ length: 60 }, () => small)), done))),
    );
    expect([facts.chain.length, chain.length, facts.chainOrdered]).toEqual([32, 32, false]);
  });

  it('a certificate with two thousand names is read, one with four thousand is more than a handshake may be', async () => {
    const named = (count: number) =>
      makeCertificate({ subject: '', dnsNames: [...Array.from({ length: count }, (_, i) => `host${i}.acme.example`), 'sip.acme.example'] });
    const fits = await startTlsServer({ certificate: named(2_000) });
    try {
      const { facts } = await probeTlsEndpoint(targetAt(fits.port));
      expect(facts).toMatchObject({ handshake: 'completed', chain: [{ subjectAltNameCount: 2_001 }] });
      expect(facts.chain[0]?.dnsNames[0]).toBe('sip.acme.example');
    } finally {
      await fits.stop();
    }
    expect((await seen(await peer(answering(flight(hello, certificates(named(4_000).der), done))))).facts).toMatchObject({
      failure: 'too-much',
      chain: [],
    });
  });
});

const HEADER =
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' from='a' id='1' version='1.0'>";
const OFFER = "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>";
const PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
/** Says its lines one after the other, each after the client has spoken. */
const saying =
  (...lines: readonly string[]) =>
  (socket: Socket) => {
    const left = [...lines];
    socket.on('data', () => void socket.write(left.shift() ?? ''));
  };

describe('a dialogue before TLS that means harm', () => {
  it.each([
    ['a document type', [`<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a "aaaa">]>${HEADER}`], 'starttls-malformed'],
    ['an entity in the features', [`${HEADER}<stream:features><!ENTITY a "b">`], 'starttls-malformed'],
    ['a comment', [`${HEADER}<!-- -->${OFFER}`], 'starttls-malformed'],
    ['a processing instruction', [`${HEADER}<?php ?>${OFFER}`], 'starttls-malformed'],
    ['a web server', ['HTTP/1.1 400 Bad Request\r\n\r\n'], 'starttls-malformed'],
    ['features without end', [HEADER + '<stream:features>' + '<a>'.repeat(10_000)], 'starttls-malformed'],
    ['an attribute without end', [`<stream:stream a='${'x'.repeat(20_000)}`], 'starttls-malformed'],
    [
      'no offer',
      [`${HEADER}<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></stream:features>`],
      'starttls-not-offered',
    ],
    [
      'an offer of something else by that name',
      [`${HEADER}<stream:features><starttls xmlns='urn:other'/></stream:features>`],
      'starttls-not-offered',
    ],
    ['an error', [`${HEADER}<stream:error><host-unknown/></stream:error>`], 'starttls-refused'],
    ['a failure', [HEADER + OFFER, "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"], 'starttls-refused'],
    ['something slipped in behind proceed', [HEADER + OFFER, `${PROCEED}<message/>`], 'starttls-malformed'],
  ])('%s', async (_, lines, failure) => {
    const at = await peer(saying(...lines));
    expect((await seen(at, 5_000, 'xmpp')).facts).toMatchObject({ tcp: { verdict: 'open' }, handshake: null, failure });
    await at.idle();
  });

  it('byte by byte and with other prefixes it is understood all the same', async () => {
    const at = await peer((socket) => {
      socket.setNoDelay(true);
      const lines = [
        `\n${HEADER.replaceAll('stream:', 'x:')}\n${OFFER.replaceAll('stream:', 'x:')}`,
        `${PROCEED.replace('/>', '></proceed>')}\n`,
      ];
      socket.on('data', () => {
        const line = lines.shift();
        if (line === undefined) return void socket.end(flight(hello, certificates(leaf.der), done));
        const dripping = async (): Promise<void> => {
          for (const byte of Buffer.from(line)) await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
        };
        void dripping();
      });
    });
    expect((await seen(at, 5_000, 'xmpp')).facts).toMatchObject({
      handshake: 'failed',
      failure: 'not-tls',
      chain: [{ subjectCommonName: 'sip.acme.example' }],
    });
  });

  it('silence ends with the time there is', async () => {
    expect((await seen(await peer(saying(HEADER)), 200, 'xmpp')).facts).toMatchObject({ handshake: null, failure: 'starttls-timed-out' });
  });
});

/** A stream that answers whatever it is told with the same bytes, and ends: what a channel through an SSH server looks like. */
const echoing = (bytes: Buffer): Duplex => {
  const stream: Duplex = new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, callback) => {
      if (!stream.readableEnded) stream.push(bytes);
      stream.push(null);
      callback();
    },
  });
  return stream;
};

describe('bytes of any kind', () => {
  it('a flight with anything changed in it ends with a value', async () => {
    const whole = flight(hello, certificates(leaf.der, root.der), message(MESSAGE.certificateRequest, Buffer.alloc(20)), done);
    const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 5 });
    const failures = new Set<string | null>();
    await fc.assert(
      fc.asyncProperty(edits, fc.nat(whole.length), async (changes, length) => {
        const bytes = Buffer.from(whole.subarray(0, length % 2 === 0 ? length : whole.length));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const { facts } = await probeTlsEndpoint({ ...targetAt(1), connect: () => Promise.resolve(ok(echoing(bytes))) });
        failures.add(facts.failure);
        expect(facts.handshake).not.toBe('completed');
      }),
      { seed: 84, numRuns: 100_000, interruptAfterTimeLimit: 2_000 },
    );
    expect(failures.size).toBeGreaterThan(3);
  });

  it('a parser gives a value or refuses, whatever it is fed', () => {
    const fed = (parse: () => unknown): void => {
      try {
        parse();
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
      }
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, tls13) => {
        fed(() => readServerHello(Buffer.from(bytes)));
        fed(() => readCertificates(Buffer.from(bytes), tls13));
        fed(() => readServerHello(Buffer.concat([hello.subarray(4, -2), vector(2, Buffer.from(bytes))])));
      }),
      { seed: 85, numRuns: 100_000, interruptAfterTimeLimit: 1_000 },
    );
  });
});
