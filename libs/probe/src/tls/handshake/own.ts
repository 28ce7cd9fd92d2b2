import { randomBytes } from 'node:crypto';
import { Malformed } from '../../malformed.js';
import type { Channel } from '../channel.js';
import { type ClientHello, clientHello, helloRecord, record } from '../wire/client-hello.js';
import { uint } from '../wire/cursor.js';
import { GROUPS, MESSAGE, RECORD, VERSION_CODES, versionName } from '../wire/numbers.js';
import { readCertificates, readServerHello, type ServerHello } from '../wire/server-messages.js';
import { suiteName, SUITES_13, SUITES_AEAD, SUITES_OLDER, SUITES_WEAK } from '../wire/suites.js';
import { Reader } from './incoming.js';
import { type KeyAgreement, keyAgreement, OWN_GROUPS } from './key-agreement.js';
import { type HandshakeOutcome, refusesWithout } from './outcome.js';
import { digest, OWN_SUITES, type Protection } from './protection.js';
import { finish12 } from './tls12.js';
import { finish13 } from './tls13.js';

/** What both versions share while a handshake goes on. */
export interface Talk {
  readonly channel: Channel;
  readonly reader: Reader;
  readonly signal: AbortSignal;
  readonly hello: ServerHello;
  readonly clientRandom: Buffer;
  readonly keys: KeyAgreement | null;
  /** Every message so far, both directions. */
  readonly transcript: Buffer[];
  /** What has been seen; filled in as it comes. */
  readonly seen: Seen;
}
export interface Seen {
  chain: readonly Buffer[];
  requested: boolean;
  /** The server's whole flight was read, so that no request is one. */
  flightRead: boolean;
  /** To say goodbye with. */
  protection: Protection | null;
}

/** Ends a handshake with a reason, from wherever it is. Caught in `shakeHands`. */
export class HandshakeEnds extends Error {
  constructor(
    readonly failure: string,
    readonly older = false,
  ) {
    super(failure);
  }
}

const SUITES = [SUITES_13, SUITES_AEAD, SUITES_OLDER, SUITES_WEAK].flatMap((table) => Object.values(table));
const VERSIONS = [0x0304, 0x0303, 0x0302, 0x0301] as const;
const OFFERED_GROUPS = [...OWN_GROUPS, GROUPS.ffdhe2048, GROUPS.ffdhe3072];

/** The next message, which must be of this type where one is named; an end of any kind ends the handshake. */
export async function expectMessage(
  { reader, signal }: Pick<Talk, 'reader' | 'signal'>,
  type?: number,
): Promise<{ type: number; body: Buffer; whole: Buffer }> {
  const next = await reader.next(signal);
  if (next.is === 'alert') throw new HandshakeEnds(`alert-${next.code}`);
  if (next.is === 'gone') throw new HandshakeEnds(next.how);
  if (next.is === 'data' || (type !== undefined && next.message.type !== type)) throw new Malformed('a message that does not belong here');
  return next.message;
}

/**
 * One handshake, spoken by ourselves: everything that any server may choose is offered, TLS 1.3 and the authenticated suites of 1.2 are
 * finished, proof of the key included, and the certificates, the request for one of ours and every alert are seen as they stand on the
 * wire, which no TLS library shows (decision 0025). For what is older the outcome says `older`. Never rejects; the channel is left open.
 */
export async function shakeHands(channel: Channel, serverName: string | null, signal: AbortSignal): Promise<HandshakeOutcome> {
  const seen: Seen = { chain: [], requested: false, flightRead: false, protection: null };
  let hello: ServerHello | null = null;
  const outcome = (handshake: HandshakeOutcome['handshake'], failure: string | null, older = false): HandshakeOutcome => ({
    handshake,
    failure,
    older,
    protocol: hello === null ? null : versionName(hello.version),
    cipher: hello === null ? null : suiteName(hello.suite),
    chain: seen.chain,
    farewell: seen.protection?.seal(RECORD.alert, Buffer.from([1, 0])) ?? null,
    clientCertificate:
      handshake === 'client-certificate-required'
        ? 'required'
        : seen.requested
          ? 'requested'
          : seen.flightRead
            ? 'not-requested'
            : 'unable-to-tell',
  });
  try {
    const talk = await greet(channel, serverName, signal, seen);
    hello = talk.hello;
    if (hello.version === VERSION_CODES['TLSv1.3']) await finish13(talk);
    else await finish12(talk);
    return outcome('completed', null);
  } catch (error) {
    if (error instanceof Malformed) return outcome('failed', 'not-tls');
    if (!(error instanceof HandshakeEnds)) throw error;
    const refused = seen.requested && seen.flightRead && refusesWithout(error.failure);
    return outcome(refused ? 'client-certificate-required' : 'failed', error.failure, error.older);
  }
}

/** ClientHello to ServerHello, once more with another key share where the server asks for one (RFC 8446 §4.1.4). */
async function greet(channel: Channel, serverName: string | null, signal: AbortSignal, seen: Seen): Promise<Talk> {
  const reader = new Reader(channel);
  const dice = randomBytes(64);
  let keys = keyAgreement(GROUPS.x25519);
  const first: ClientHello = {
    version: 0x0303,
    versions: VERSIONS,
    suites: SUITES,
    groups: OFFERED_GROUPS,
    keyShares: keys === null ? [] : [{ group: keys.group, key: keys.publicKey }],
    serverName,
    random: dice.subarray(0, 32),
    sessionId: dice.subarray(32),
    cookie: null,
  };
  let bytes = clientHello(first);
  channel.write(helloRecord(first, bytes));
  let answer = await expectMessage({ reader, signal }, MESSAGE.serverHello);
  let hello = readServerHello(answer.body);
  let transcript = [bytes, answer.whole];
  if (hello.retry) {
    keys = hello.group === null ? null : keyAgreement(hello.group);
    if (keys === null) throw new HandshakeEnds('unsupported', true);
    const hash = OWN_SUITES.get(hello.suite)?.hash;
    if (hash === undefined) throw new Malformed('a suite that was not offered');
    const before = digest(hash, bytes);
    const second: ClientHello = { ...first, keyShares: [{ group: keys.group, key: keys.publicKey }], cookie: hello.cookie };
    bytes = clientHello(second);
    channel.write(record(RECORD.handshake, 0x0303, bytes));
    transcript = [Buffer.concat([uint(1, MESSAGE.messageHash), uint(3, before.length), before]), answer.whole, bytes];
    answer = await expectMessage({ reader, signal }, MESSAGE.serverHello);
    hello = readServerHello(answer.body);
    transcript.push(answer.whole);
    if (hello.retry) throw new Malformed('a second HelloRetryRequest');
  }
  return { channel, reader, signal, hello, clientRandom: first.random, keys, transcript, seen };
}

/** Remembers the certificates of a Certificate message. */
export function takeChain(talk: Talk, body: Buffer, tls13: boolean): Buffer {
  talk.seen.chain = readCertificates(body, tls13);
  const leaf = talk.seen.chain[0];
  if (leaf === undefined) throw new Malformed('a server without a certificate');
  return leaf;
}
