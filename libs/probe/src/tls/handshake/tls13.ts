import { startDeadline } from '../../deadline.js';
import { Malformed } from '../../malformed.js';
import { message, record } from '../wire/client-hello.js';
import { Cursor, uint, vector } from '../wire/cursor.js';
import { MESSAGE, RECORD } from '../wire/numbers.js';
import { expectMessage, HandshakeEnds, takeChain, type Talk } from './own.js';
import { digest, expandLabel, hmac, type Keys, OWN_SUITES, protection13, type Suite } from './protection.js';
import { provesKey } from './signature.js';

/** A server that wants a certificate says so only after our side is finished: domain reference §8.3 gives it a second, or until it speaks. */
const VERDICT_MS = 1_000;
const NOTHING = Buffer.alloc(0);
/** RFC 8446 §4.4.3: what keeps this signature from being taken for another. */
const SIGNED_PREFIX = Buffer.concat([Buffer.alloc(64, 0x20), Buffer.from('TLS 1.3, server CertificateVerify\0', 'latin1')]);

/** Where the key schedule begins without a secret of old: the same for everybody (RFC 8446 §7.1). */
function withoutSecret(hash: Suite['hash']): { readonly zeros: Buffer; readonly empty: Buffer; readonly derived: Buffer } {
  const [zeros, empty] = [Buffer.alloc(hash === 'sha256' ? 32 : 48), digest(hash)];
  return { zeros, empty, derived: expandLabel({ hash, secret: hmac(hash, zeros, zeros) }, 'derived', empty) };
}
const WITHOUT_SECRET = { sha256: withoutSecret('sha256'), sha384: withoutSecret('sha384') } as const;

const trafficKeys = (suite: Suite, secret: Buffer): Keys => ({
  suite,
  key: expandLabel({ hash: suite.hash, secret }, 'key', NOTHING, suite.keyBytes),
  iv: expandLabel({ hash: suite.hash, secret }, 'iv', NOTHING, 12),
  sequence: 0,
});

/** From the ServerHello to the end (RFC 8446 §2 and §7.1). Returns when the server has accepted us; every other end is thrown. */
export async function finish13(talk: Talk): Promise<void> {
  const { hello, keys, transcript, reader, channel, seen } = talk;
  const suite = OWN_SUITES.get(hello.suite);
  if (suite === undefined || hello.keyShare === null || keys === null || hello.group !== keys.group)
    throw new Malformed('an answer that does not fit what was offered');
  const { hash } = suite;
  const soFar = (): Buffer => digest(hash, ...transcript);
  const derive = (secret: Buffer, label: string, context: Buffer): Buffer => expandLabel({ hash, secret }, label, context);

  const { zeros, empty, derived } = WITHOUT_SECRET[hash];
  const handshakeSecret = hmac(hash, derived, keys.agree(hello.keyShare));
  const atHello = soFar();
  const clientSecret = derive(handshakeSecret, 'c hs traffic', atHello);
  const serverSecret = derive(handshakeSecret, 's hs traffic', atHello);
  const during = protection13(trafficKeys(suite, serverSecret), trafficKeys(suite, clientSecret));
  reader.protect(during);

  const next = (type?: number) => expectMessage(talk, type);
  transcript.push((await next(MESSAGE.encryptedExtensions)).whole);
  let certificate = await next();
  let requestContext: Buffer = NOTHING;
  if (certificate.type === MESSAGE.certificateRequest) {
    seen.requested = true;
    requestContext = new Cursor(certificate.body).vector(1);
    transcript.push(certificate.whole);
    certificate = await next();
  }
  if (certificate.type !== MESSAGE.certificate) throw new Malformed('no certificate where one belongs');
  const leaf = takeChain(talk, certificate.body, true);
  transcript.push(certificate.whole);

  const proof = await next(MESSAGE.certificateVerify);
  const signed = new Cursor(proof.body);
  if (!provesKey(leaf, signed.uint(2), Buffer.concat([SIGNED_PREFIX, soFar()]), signed.vector(2)))
    throw new HandshakeEnds('key-not-proven');
  transcript.push(proof.whole);

  const finished = await next(MESSAGE.finished);
  const finishedMac = (secret: Buffer): Buffer => hmac(hash, derive(secret, 'finished', NOTHING), soFar());
  if (!finishedMac(serverSecret).equals(finished.body)) throw new HandshakeEnds('key-not-proven');
  transcript.push(finished.whole);
  seen.flightRead = true;

  const master = hmac(hash, derive(handshakeSecret, 'derived', empty), zeros);
  const atFinished = soFar();
  const flight: Buffer[] = [record(RECORD.changeCipherSpec, 0x0303, uint(1, 1))];
  if (seen.requested) {
    const nothingToShow = message(MESSAGE.certificate, Buffer.concat([vector(1, requestContext), uint(3, 0)]));
    transcript.push(nothingToShow);
    flight.push(during.seal(RECORD.handshake, nothingToShow));
  }
  flight.push(during.seal(RECORD.handshake, message(MESSAGE.finished, finishedMac(clientSecret))));
  channel.write(Buffer.concat(flight));
  const after = protection13(
    trafficKeys(suite, derive(master, 's ap traffic', atFinished)),
    trafficKeys(suite, derive(master, 'c ap traffic', atFinished)),
  );
  seen.protection = after;
  if (!seen.requested) return;
  reader.protect(after);
  await acceptance(talk);
}

/** A ticket or data: accepted. An alert or the end: not. Silence: accepted, since one that refuses does so at once. */
async function acceptance(talk: Talk): Promise<void> {
  const deadline = startDeadline(VERDICT_MS, talk.signal);
  try {
    const next = await talk.reader.next(deadline.signal);
    if (next.is === 'alert') throw new HandshakeEnds(`alert-${next.code}`);
    if (next.is === 'gone' && (next.how === 'closed' || next.how === 'reset')) throw new HandshakeEnds(next.how);
  } finally {
    deadline.dispose();
  }
}
