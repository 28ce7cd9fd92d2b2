/** Trouble a person can act on: its message is shown without a stack. Its twin in `prepare.mjs` works before anything is built. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
