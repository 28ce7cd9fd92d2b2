import { type Exchange, facts, type Verdict } from './exchange.js';

/** [MS-TDS] 2.2.6.5 PRELOGIN: VERSION, ENCRYPTION (not supported by us), INSTOPT, THREADID, MARS. */
const PRELOGIN = (() => {
  const options: readonly (readonly [token: number, data: Buffer])[] = [
    [0x00, Buffer.from([0x11, 0, 0, 0, 0, 0])],
    [0x01, Buffer.from([0x02])],
    [0x02, Buffer.from([0])],
    [0x03, Buffer.alloc(4)],
    [0x04, Buffer.from([0])],
  ];
  let offset = options.length * 5 + 1;
  const table: number[] = [];
  for (const [token, data] of options) {
    table.push(token, offset >> 8, offset & 0xff, 0, data.length);
    offset += data.length;
  }
  const payload = Buffer.concat([Buffer.from([...table, 0xff]), ...options.map(([, data]) => data)]);
  return Buffer.concat([Buffer.from([0x12, 0x01, 0, payload.length + 8, 0, 0, 1, 0]), payload]);
})();

function judgePrelogin(received: Buffer): Verdict {
  // The answer is a tabular-result packet (type 4), complete in one packet (status 1).
  if (received.length > 0 && received[0] !== 0x04) return 'wrong';
  if (received.length < 8) return 'more';
  const length = received.readUInt16BE(2);
  if (length < 8 + 6 || length > 4096 || (received[1] ?? 0) > 1) return 'wrong';
  if (received.length < length) return 'more';
  const payload = received.subarray(8, length);
  for (let at = 0; at + 5 <= payload.length && payload[at] !== 0xff; at += 5) {
    if (payload[at] !== 0x00) continue;
    const start = payload.readUInt16BE(at + 1);
    if (start + 4 > payload.length) return 'wrong';
    return facts({ version: `${payload.readUInt8(start)}.${payload.readUInt8(start + 1)}.${payload.readUInt16BE(start + 2)}` });
  }
  return 'wrong';
}

export const mssql: Exchange = { hello: () => PRELOGIN, judge: judgePrelogin, maxBytes: 4096 };

/** PostgreSQL protocol 3, SSLRequest: the code 80877103. The answer is one byte and nothing after it. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

function judgeSslAnswer(received: Buffer): Verdict {
  if (received.length === 0) return 'more';
  const answer = String.fromCharCode(received[0] ?? 0);
  if (answer === 'S' || answer === 'N') return received.length > 1 ? 'wrong' : facts({ tls: answer === 'S' ? 'offered' : 'not offered' });
  if (answer !== 'E') return 'wrong';
  // An ErrorResponse: the server cannot serve us (too many clients, starting up), but PostgreSQL it is.
  if (received.length < 5) return 'more';
  const length = received.readUInt32BE(1);
  if (length < 5 || length > 4000) return 'wrong';
  return received.length < length + 1 ? 'more' : facts({ error: /(?:^|\0)M([^\0]*)/.exec(received.toString('utf8', 5, length + 1))?.[1] });
}

export const postgresql: Exchange = { hello: () => SSL_REQUEST, judge: judgeSslAnswer, maxBytes: 4096 };

/**
 * Answers the greeting as an unknown user (HandshakeResponse41, no password). A connection that merely closes counts as
 * an interrupted handshake, and MySQL locks a host out after 100 of those (`max_connect_errors`); a refused sign-in does not count.
 */
const MYSQL_GUEST = (() => {
  const capabilities = 0x00000001 | 0x00000200 | 0x00008000; // LONG_PASSWORD, PROTOCOL_41, SECURE_CONNECTION
  const body = Buffer.alloc(32 + 'stellwerk-probe'.length + 2);
  body.writeUInt32LE(capabilities, 0);
  body.writeUInt32LE(65_536, 4);
  body.writeUInt8(33, 8);
  body.write('stellwerk-probe', 32, 'latin1');
  return Buffer.concat([Buffer.from([body.length, 0, 0, 1]), body]);
})();

function judgeGreeting(received: Buffer): Verdict {
  if (received.length < 5) return 'more';
  const length = received.readUIntLE(0, 3);
  if (length < 4 || length > 4000 || received[3] !== 0) return 'wrong';
  const kind = received[4];
  if (kind !== 0x0a && kind !== 0xff) return 'wrong';
  if (received.length < length + 4) return 'more';
  if (kind === 0xff) return facts({ error: received.toString('utf8', 7, length + 4) });
  const end = received.indexOf(0, 5);
  return end > 5 && end < length + 4 ? facts({ version: received.toString('latin1', 5, end) }) : 'wrong';
}

export const mysql: Exchange = { hello: () => null, judge: judgeGreeting, farewell: () => MYSQL_GUEST, maxBytes: 4096 };
