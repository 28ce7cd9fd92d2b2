const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/** What the URL parser would read as its own syntax, or decode; such text is no name. */
const SYNTAX = /[\0-,/:-@[-`{-\x7f]/;

/** Nothing to map. */
const PLAIN = /^[a-z0-9.-]*$/;

/** The mapping itself is that of the URL standard. One more label keeps it from reading a number as an address. */
function toAsciiLabels(name: string): string | null {
  try {
    return new URL(`http://${name}.x/`).hostname.slice(0, -2);
  } catch {
    return null;
  }
}

/**
 * A host or domain name as DNS compares it: A-labels (UTS 46, non-transitional), lower case, no trailing dot.
 * @returns null for what cannot be one: addresses, empty or too long labels, wildcards, underscores, characters that have no mapping
 */
export function asciiName(text: string): string | null {
  const name = text
    .trim()
    .replace(/[\u3002\uff0e\uff61]/g, '.')
    .toLowerCase()
    .replace(/\.$/, '');
  if (name === '' || name.length > 1_024 || SYNTAX.test(name)) return null;
  const mapped = PLAIN.test(name) && !name.includes('xn--') ? name : toAsciiLabels(name);
  if (mapped === null) return null;
  const labels = mapped.split('.');
  const last = labels.at(-1) ?? '';
  return mapped.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^(\d+|0x[0-9a-f]*)$/.test(last) ? mapped : null;
}

/** Whether two texts are the same name for DNS; false when one is no name. */
export function sameName(a: string, b: string): boolean {
  const name = asciiName(a);
  return name !== null && name === asciiName(b);
}

/** A name as it is shown and compared: in A-labels where it is one, as typed otherwise. */
export const shownName = (text: string): string => asciiName(text) ?? text.trim();
