/** C0 and C1 controls, line separators and what turns the direction of writing round: none of it may reach a page, a log or a comparison. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd\\]/g;

/** As RFC 4514 §2.4 writes what it cannot print: a backslash and two hexadecimal digits for each byte of UTF-8. */
const escaped = (char: string): string => [...Buffer.from(char)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');

/**
 * Text of a stranger, fit to be shown and compared: controls and backslashes are escaped, so `good.example\00.evil.example` is never
 * taken for the name before its NUL. What is longer than `max` ends in `…`, which occurs in no host name.
 */
export function plainText(text: string, max: number): string {
  const cut = text.length > max ? `${text.slice(0, max)}…` : text;
  return cut.replace(UNSAFE, escaped);
}
