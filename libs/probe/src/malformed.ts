/** Bytes that are not what they claim to be. Thrown inside a parser, caught at its door: outside it is a value. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}
