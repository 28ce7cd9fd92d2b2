import { Malformed } from '../malformed.js';

const MAX_DEPTH = 24;

/**
 * Straightens BER out into DER lengths: indefinite lengths become definite, OCTET STRINGs in pieces become one (X.690 §8.1.3.6, §8.7.3).
 * NSS and Apple write PKCS#12 and PKCS#7 like that. What is definite already is copied as it stands.
 * @throws Malformed
 */
export function straighten(bytes: Buffer): Buffer {
  const { der, to } = element(bytes, 0, bytes.length, 0);
  if (to !== bytes.length) throw new Malformed('bytes behind the end');
  return der;
}

interface Straight {
  readonly der: Buffer;
  readonly to: number;
  /** Not a byte was changed: what somebody signed must stay as it is. */
  readonly same: boolean;
}

function element(bytes: Buffer, at: number, end: number, depth: number): Straight {
  if (depth > MAX_DEPTH) throw new Malformed('too deep');
  if (at + 2 > end) throw new Malformed('the end where an element belongs');
  const tag = bytes[at] ?? 0;
  if ((tag & 0x1f) === 0x1f) throw new Malformed('a tag of more than one byte');
  const first = bytes[at + 1] ?? 0;
  const indefinite = first === 0x80;
  const octets = first > 0x80 ? first & 0x7f : 0;
  if (octets > 4 || at + 2 + octets > end) throw new Malformed('an enormous length');
  const from = at + 2 + octets;
  const to = indefinite ? end : from + (first < 0x80 ? first : bytes.readUIntBE(at + 2, octets || 1));
  if (to > end) throw new Malformed('a length beyond the end');
  if ((tag & 0x20) === 0) {
    if (indefinite) throw new Malformed('an indefinite length of a primitive element');
    return { der: bytes.subarray(at, to), to, same: true };
  }
  const children: Buffer[] = [];
  let same = !indefinite && tag !== PIECES;
  let here = from;
  while (here < to) {
    if (indefinite && bytes[here] === 0 && bytes[here + 1] === 0) return { der: join(tag, children), to: here + 2, same: false };
    const child = element(bytes, here, to, depth + 1);
    children.push(child.der);
    same &&= child.same;
    here = child.to;
  }
  if (indefinite) throw new Malformed('an indefinite length without an end');
  return { der: same ? bytes.subarray(at, to) : join(tag, children), to: here, same };
}

/** A constructed OCTET STRING is one in pieces. */
const PIECES = 0x24;
const join = (tag: number, children: readonly Buffer[]): Buffer =>
  tag === PIECES ? write(0x04, children.map(contentOf)) : write(tag, children);

const contentOf = (der: Buffer): Buffer => {
  if (der[0] !== 0x04) throw new Malformed('a piece that is no octet string');
  return der.subarray((der[1] ?? 0) < 0x80 ? 2 : 2 + ((der[1] ?? 0) & 0x7f));
};

function write(tag: number, parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), ...parts]);
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(length);
  const significant = octets.subarray(octets.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([tag, 0x80 | significant.length]), significant, ...parts]);
}
