export interface WireName {
  /** Lower case, without the trailing dot; `.` is the root. Octets that are no host name's are written `\ddd` (RFC 1035 §5.1). */
  readonly name: string;
  /** Behind the name where it stood, wherever its pointers led. */
  readonly to: number;
}

/** A name as bytes; the caller has made sure that its labels are short enough. */
export function writeName(name: string): Buffer {
  const labels = name === '.' ? [] : name.split('.');
  return Buffer.concat([...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label, 'latin1')])), Buffer.from([0])]);
}

/** Of a name on the wire (RFC 1035 §3.1). */
const MAX_OCTETS = 255;
/** A name has at most 127 labels; nobody needs more pointers than this to say it. */
const MAX_JUMPS = 32;

/** Reads a name at `at`. Pointers lead to what stands before them only (RFC 1035 §4.1.4), so that none can lead in a circle. Null when malformed. */
export function readWireName(bytes: Buffer, at: number, end = bytes.length): WireName | null {
  const labels: string[] = [];
  let octets = 1;
  let jumps = 0;
  let to: number | null = null;
  let lowest = at;
  for (let here = at; ;) {
    const length = here < (to === null ? end : bytes.length) ? (bytes[here] ?? 0) : null;
    if (length === null) return null;
    if (length === 0) return { name: labels.join('.') || '.', to: to ?? here + 1 };
    if (length >= 0xc0) {
      if (here + 2 > (to === null ? end : bytes.length) || (jumps += 1) > MAX_JUMPS) return null;
      to ??= here + 2;
      here = bytes.readUInt16BE(here) & 0x3fff;
      if (here >= lowest) return null;
      lowest = here;
      continue;
    }
    octets += length + 1;
    if (length > 63 || octets > MAX_OCTETS || here + 1 + length > bytes.length) return null;
    labels.push(printLabel(bytes.subarray(here + 1, here + 1 + length)));
    here += 1 + length;
  }
}

const PLAIN = /^[!-\-/-[\]-~]+$/;

function printLabel(octets: Buffer): string {
  const text = octets.toString('latin1').toLowerCase();
  return PLAIN.test(text) ? text : [...text].map((c) => (PLAIN.test(c) ? c : `\\${c.charCodeAt(0).toString().padStart(3, '0')}`)).join('');
}
