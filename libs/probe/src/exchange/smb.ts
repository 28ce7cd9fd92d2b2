import { type Exchange, facts, type Verdict } from './exchange.js';

const DIALECTS = [0x0202, 0x0210, 0x0300, 0x0302];
const NAMES: Readonly<Record<number, string>> = { 0x0202: '2.0.2', 0x0210: '2.1', 0x0300: '3.0', 0x0302: '3.0.2', 0x0311: '3.1.1' };

/** [MS-SMB2] 2.2.3 NEGOTIATE in a direct-TCP frame (one zero byte, three bytes of length). No dialect 3.1.1: it would want negotiate contexts. */
const NEGOTIATE = (() => {
  const header = Buffer.alloc(64);
  header.write('\xfeSMB', 0, 'latin1');
  header.writeUInt16LE(64, 4);
  header.writeUInt16LE(1, 14);
  const body = Buffer.alloc(36 + DIALECTS.length * 2);
  body.writeUInt16LE(36, 0);
  body.writeUInt16LE(DIALECTS.length, 2);
  body.writeUInt16LE(1, 4);
  DIALECTS.forEach((dialect, i) => body.writeUInt16LE(dialect, 36 + i * 2));
  const message = Buffer.concat([header, body]);
  return Buffer.concat([Buffer.from([0, 0, message.length >> 8, message.length & 0xff]), message]);
})();

function judge(received: Buffer): Verdict {
  if (received.length > 0 && received[0] !== 0) return 'wrong';
  if (received.length < 8) return 'more';
  const length = received.readUIntBE(1, 3);
  const magic = received.toString('latin1', 4, 8);
  if (length > MAX_BYTES || (magic !== '\xfeSMB' && magic !== '\xffSMB')) return 'wrong';
  // A server of the last century: file sharing it is, but nobody should use it.
  if (magic === '\xffSMB') return facts({ dialect: '1' });
  if (length < 64 + 8) return 'wrong';
  if (received.length < 4 + 64 + 8) return 'more';
  if (received.readUInt16LE(4 + 12) !== 0) return 'wrong';
  const status = received.readUInt32LE(4 + 8);
  if (status !== 0) return facts({ status: `0x${status.toString(16)}` });
  const dialect = received.readUInt16LE(4 + 64 + 4);
  return facts({
    dialect: NAMES[dialect] ?? `0x${dialect.toString(16)}`,
    signing: (received.readUInt16LE(4 + 64 + 2) & 2) !== 0 ? 'required' : 'not required',
  });
}

const MAX_BYTES = 8192;
export const smb: Exchange = { hello: () => NEGOTIATE, judge, maxBytes: MAX_BYTES + 4 };
