const COPIED = ['via', 'v', 'from', 'f', 'call-id', 'i', 'cseq'];
/** Lines looked at, and characters of each that are given back. */
const MAX_LINES = 64;
const MAX_LINE = 1_024;

const nameOf = (line: string): string => line.slice(0, line.indexOf(':')).trim().toLowerCase();

/**
 * The polite end of a test call: «403 Forbidden» to whatever SIP request came (RFC 3261 §8.2.6), so that the other side writes an ordinary
 * refusal into its log instead of a broken connection.
 * @param text what was received, headers complete
 * @param tag makes the To header of this answer one of its own
 * @returns null when it is no request, or an ACK, which nobody answers
 */
export function sipReply(text: string, tag: string): string | null {
  const [first = '', ...lines] = text.split('\r\n').slice(0, MAX_LINES);
  const request = /^([A-Z]{3,20}) \S+ SIP\/2\.0$/.exec(first);
  if (!request || request[1] === 'ACK') return null;
  const headers = lines.slice(0, lines.indexOf('') + 1 || lines.length).filter((line) => line.includes(':') && line.length <= MAX_LINE);
  const copied = headers.filter((line) => COPIED.includes(nameOf(line)));
  const to = headers.find((line) => ['to', 't'].includes(nameOf(line)));
  if (!to || copied.length === 0) return null;
  const tagged = /;\s*tag=/i.test(to) ? to : `${to};tag=${tag}`;
  return ['SIP/2.0 403 Forbidden', ...copied, tagged, 'Warning: 399 stellwerk "certificate test only"', 'Content-Length: 0', '', ''].join(
    '\r\n',
  );
}
