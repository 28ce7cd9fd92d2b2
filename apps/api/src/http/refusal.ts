import type { ProblemCode } from '@stellwerk/contracts';
import type { Params } from '@stellwerk/domain';

/** One field the caller has to change. `pointer` is RFC 6901 into the body, or `?name` for a query parameter. */
export interface FieldRefusal {
  readonly pointer: string;
  readonly code: string;
  readonly params?: Params;
  /** A sentence in both languages when the rule that refused brought its own. */
  readonly text?: Readonly<Record<'de' | 'en', string>>;
}

interface RefusalOptions {
  readonly params?: Params;
  readonly errors?: readonly FieldRefusal[];
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The API says no, in a way the caller can act on. It is thrown, not returned: inside a transaction the throw is what
 * rolls back, so that nothing half-written stays behind. One filter turns it into problem+json.
 */
export class Refusal extends Error {
  readonly params: Params;
  readonly errors: readonly FieldRefusal[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ProblemCode,
    options: RefusalOptions = {},
  ) {
    super(code);
    this.name = 'Refusal';
    this.params = options.params ?? {};
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }
}

/** An object that is not there, or belongs to somebody else: the caller cannot tell which. */
export const notFound = (pointer?: string): Refusal =>
  new Refusal('not-found', pointer === undefined ? {} : { errors: [{ pointer, code: 'not-found' }] });

/** One field of the body is wrong in a way the schema cannot say. */
export const invalid = (error: FieldRefusal): Refusal => new Refusal('validation-failed', { errors: [error] });
