import { Malformed } from '../../malformed.js';
import { message, record } from '../wire/client-hello.js';
import { Cursor, uint, vector } from '../wire/cursor.js';
import { MESSAGE, RECORD, VERSION_CODES } from '../wire/numbers.js';
import { expectMessage, HandshakeEnds, takeChain, type Talk } from './own.js';
import { keyAgreement } from './key-agreement.js';
import { digest, type Keys, OWN_SUITES, prf, protection12, type Suite } from './protection.js';
import { provesKey } from './signature.js';

const NAMED_CURVE = 3;
const FINISHED_BYTES = 12;

/** The server's flight up to TLS 1.2, which is in the clear whatever was chosen (RFC 5246 §7.3). */
async function readFlight(talk: Talk): Promise<{ readonly leaf: Buffer | null; readonly keyExchange: Buffer | null }> {
  const { transcript, seen } = talk;
  let leaf: Buffer | null = null;
  let keyExchange: Buffer | null = null;
  for (;;) {
    const next = await expectMessage(talk);
    transcript.push(next.whole);
    if (next.type === MESSAGE.certificate) leaf = takeChain(talk, next.body, false);
    else if (next.type === MESSAGE.serverKeyExchange) keyExchange = next.body;
    else if (next.type === MESSAGE.certificateRequest) seen.requested = true;
    else if (next.type === MESSAGE.serverHelloDone) {
      seen.flightRead = true;
      return { leaf, keyExchange };
    } else if (next.type === MESSAGE.finished) throw new Malformed('the end before the middle');
  }
}

/**
 * From the ServerHello to the end where ECDHE and an authenticated cipher were chosen (RFC 5246, 8422, 7627). For everything else the
 * server's flight is read for what it says, and the end is `older`.
 */
export async function finish12(talk: Talk): Promise<void> {
  const { hello, transcript, channel, reader, seen } = talk;
  const { leaf, keyExchange } = await readFlight(talk);
  const suite = hello.version === VERSION_CODES['TLSv1.2'] && hello.suite > 0x1303 ? OWN_SUITES.get(hello.suite) : undefined;
  if (suite === undefined) throw new HandshakeEnds('unsupported', true);
  if (leaf === null || keyExchange === null) throw new Malformed('a key exchange without a key');

  const cursor = new Cursor(keyExchange);
  if (cursor.uint(1) !== NAMED_CURVE) throw new HandshakeEnds('unsupported', true);
  const keys = keyAgreement(cursor.uint(2));
  const peer = cursor.vector(1);
  if (keys === null) throw new HandshakeEnds('unsupported', true);
  const parameters = keyExchange.subarray(0, 4 + peer.length);
  const scheme = cursor.uint(2);
  if (!provesKey(leaf, scheme, Buffer.concat([talk.clientRandom, hello.random, parameters]), cursor.vector(2)))
    throw new HandshakeEnds('key-not-proven');

  const { hash } = suite;
  const flight: Buffer[] = [];
  const say = (type: number, body: Buffer): void => {
    const whole = message(type, body);
    transcript.push(whole);
    flight.push(record(RECORD.handshake, 0x0303, whole));
  };
  if (seen.requested) say(MESSAGE.certificate, uint(3, 0));
  say(MESSAGE.clientKeyExchange, vector(1, keys.publicKey));

  const randoms = Buffer.concat([talk.clientRandom, hello.random]);
  const secret = keys.agree(peer);
  const master = hello.extendedMasterSecret
    ? prf({ hash, secret }, 'extended master secret', digest(hash, ...transcript), 48)
    : prf({ hash, secret }, 'master secret', randoms, 48);
  const { client, server } = keyBlock(suite, master, Buffer.concat([hello.random, talk.clientRandom]));
  const protection = protection12(server, client);
  const verify = (label: string): Buffer => prf({ hash, secret: master }, label, digest(hash, ...transcript), FINISHED_BYTES);
  const ours = message(MESSAGE.finished, verify('client finished'));
  transcript.push(ours);
  flight.push(record(RECORD.changeCipherSpec, 0x0303, uint(1, 1)), protection.seal(RECORD.handshake, ours));
  reader.protectAfterChange(protection);
  channel.write(Buffer.concat(flight));

  const theirs = await expectMessage(talk, MESSAGE.finished);
  if (!verify('server finished').equals(theirs.body)) throw new HandshakeEnds('key-not-proven');
  seen.protection = protection;
}

function keyBlock(suite: Suite, master: Buffer, seed: Buffer): { readonly client: Keys; readonly server: Keys } {
  const { keyBytes, fixedIvBytes } = suite;
  const cursor = new Cursor(prf({ hash: suite.hash, secret: master }, 'key expansion', seed, 2 * (keyBytes + fixedIvBytes)));
  const [clientKey, serverKey] = [cursor.take(keyBytes), cursor.take(keyBytes)];
  const [clientIv, serverIv] = [cursor.take(fixedIvBytes), cursor.take(fixedIvBytes)];
  return { client: { suite, key: clientKey, iv: clientIv, sequence: 0 }, server: { suite, key: serverKey, iv: serverIv, sequence: 0 } };
}
