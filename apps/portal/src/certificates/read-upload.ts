/** What of a chosen file goes to the API: PEM as text, DER and PFX in base64. */
export interface ReadUpload {
  readonly content: string;
  /** PFX/PKCS#12, or something that may be: a password can be needed. */
  readonly protectable: boolean;
  /** A private key was in it, and was left out here already. */
  readonly keyRemoved: boolean;
}

const PRIVATE_KEY = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g;

/** Takes private keys out of PEM text, also one whose end is missing. */
export function withoutPrivateKeys(text: string): { readonly text: string; readonly removed: boolean } {
  const left = text.replace(PRIVATE_KEY, '');
  return { text: left, removed: left !== text };
}

const isPem = (text: string): boolean => text.includes('-----BEGIN ');

/**
 * A certificate in DER begins with a SEQUENCE that holds a SEQUENCE (RFC 5280); a PFX with a SEQUENCE that holds the version number 3
 * (RFC 7292). The header of the outer one has 2 to 6 bytes.
 */
export function isPfx(bytes: Uint8Array): boolean {
  const [tag, length = 0] = bytes;
  if (tag !== 0x30) return false;
  const header = length < 0x80 || length === 0x80 ? 2 : 2 + (length & 0x7f);
  return bytes[header] === 0x02;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

/** Reads a file as it was chosen. Private keys in PEM never leave the browser. */
export function readUpload(bytes: Uint8Array): ReadUpload {
  const text = new TextDecoder('latin1').decode(bytes);
  if (!isPem(text)) return { content: base64(bytes), protectable: isPfx(bytes), keyRemoved: false };
  return readPasted(new TextDecoder().decode(bytes));
}

/** The same for text that was pasted. */
export function readPasted(typed: string): ReadUpload {
  const { text, removed } = withoutPrivateKeys(typed);
  return { content: text.trim(), protectable: false, keyRemoved: removed };
}
