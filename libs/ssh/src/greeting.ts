/** What a server's first bytes turned out to be. `wait`: not yet decided. */
export type Greeting =
  | { readonly is: 'wait' }
  | { readonly is: 'ssh'; readonly banner: string; /** Where the packets begin. */ readonly end: number }
  | { readonly is: 'not-ssh'; readonly received: string };

/** RFC 4253, section 4.2: the identification line has at most 255 bytes; lines before it are allowed and not bounded, so we bound them. */
const IDENTIFICATION_MAX = 255;
const GREETING_MAX = 16_384;
const SHOWN_MAX = 80;

/** The start of what came, fit to be shown: printable, one line, short. */
export const printable = (bytes: Buffer): string =>
  bytes
    .subarray(0, SHOWN_MAX)
    .toString('latin1')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim();

/** Reads a server's greeting (RFC 4253, section 4.2) from everything received so far. Never throws, whatever the bytes are. */
export function readGreeting(bytes: Buffer): Greeting {
  let start = 0;
  for (;;) {
    const newline = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, newline < 0 ? bytes.length : newline);
    const isIdentification = line.subarray(0, 4).toString('latin1') === 'SSH-';
    if (isIdentification && line.length > IDENTIFICATION_MAX) return { is: 'not-ssh', received: printable(line) };
    // Binary before any line break is no greeting: a TLS alert, a database handshake, noise.
    if (!isIdentification && line.includes(0)) return { is: 'not-ssh', received: printable(bytes) };
    if (newline < 0) return bytes.length > GREETING_MAX ? { is: 'not-ssh', received: printable(bytes) } : { is: 'wait' };
    if (isIdentification) {
      const banner = line.toString('latin1').trimEnd();
      // 1.99 is a server of version 2 that also speaks 1 (RFC 4253, section 5.1).
      return /^SSH-(2\.0|1\.99)-\S/.test(banner) ? { is: 'ssh', banner, end: newline + 1 } : { is: 'not-ssh', received: printable(line) };
    }
    if (newline > GREETING_MAX) return { is: 'not-ssh', received: printable(bytes) };
    start = newline + 1;
  }
}
