/** Short, printable facts that a service told of itself. */
export type Facts = Readonly<Record<string, string>>;

/** `more`: nothing wrong so far. `wrong`: whatever this is, it is not the protocol. */
export type Verdict = 'more' | 'wrong' | Facts;

/** What a probe needs to know of where it is going. */
export interface ExchangeTarget {
  /** The name the service is known by; already free of control characters. */
  readonly host: string;
  readonly port: number | undefined;
}

/**
 * The first exchange of a protocol, as pure as a table: what we say, and what the bytes so far mean. Input is hostile:
 * `judge` must not throw, and is asked again with everything received whenever more arrives (at most `maxBytes`).
 */
export interface Exchange {
  /** What the client says first; null where the server speaks first. */
  hello(target: ExchangeTarget): Buffer | null;
  judge(received: Buffer): Verdict;
  /** Said before leaving, so that the service logs a guest and not a broken connection. */
  farewell?(target: ExchangeTarget): Buffer;
  readonly maxBytes: number;
}

/** Makes hostile bytes fit to be shown: one line, printable, short. */
export const printable = (text: string, limit = 100): string =>
  text
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ')
    .trim()
    .slice(0, limit);

/** Drops what a peer did not say. */
export const facts = (entries: Readonly<Record<string, string | undefined>>): Facts =>
  Object.fromEntries(
    Object.entries(entries).flatMap(([name, text]) => (text === undefined || text === '' ? [] : [[name, printable(text)]])),
  );
