/** NUL, and halves of a surrogate pair that stand alone. */
const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const cleaned = (_: string, value: unknown): unknown => (typeof value === 'string' ? value.replace(UNSTORABLE, '\uFFFD') : value);

/** JSON that PostgreSQL takes as jsonb: it refuses NUL and lone surrogates, and both come from the network. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  // Both are written as escapes (ECMA-262 §25.5.2.3), and hardly anything else is: mostly nothing has to be looked at one by one.
  return text.includes('\\u') ? JSON.stringify(value, cleaned) : text;
}

/** Bytes as a JSON list of base64, for `BYTES_OF`. */
export const base64List = (list: readonly Uint8Array[]): string =>
  JSON.stringify(list.map((bytes) => Buffer.from(bytes).toString('base64')));

/** `bytea[]` from such a list, given as a parameter or an expression. */
export const BYTES_OF = (json: string): string =>
  `ARRAY(SELECT decode(v, 'base64') FROM jsonb_array_elements_text(${json}) WITH ORDINALITY AS x(v, o) ORDER BY o)`;

/** The other way round: a column of `bytea[]` as such a list. */
export const LIST_OF = (column: string): string =>
  `COALESCE((SELECT jsonb_agg(encode(b, 'base64') ORDER BY o) FROM unnest(${column}) WITH ORDINALITY AS x(b, o)), '[]')`;
export const bytesOf = (list: readonly string[]): Uint8Array[] => list.map((text) => new Uint8Array(Buffer.from(text, 'base64')));
