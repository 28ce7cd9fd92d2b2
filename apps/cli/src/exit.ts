import { ApiError } from '@stellwerk/contracts';
import type { Texts } from './texts.js';

/** What the shell learns. Scripts may rely on these numbers. */
export const EXIT = {
  done: 0,
  /** The API refused: the input, or the state of things. */
  refused: 1,
  /** Wrong use of the command line, or no connection configured. */
  usage: 2,
  /** No valid API key. */
  unauthenticated: 3,
  /** The API cannot be reached or is unavailable. */
  unreachable: 4,
  notFound: 5,
  /** It was looked at, and it is not well: a failed connection test, a tunnel that is not up. */
  unwell: 6,
} as const;

/** Wrong use, said in the user's language. */
export class UsageError extends Error {}

/** One line for people and the exit code for scripts, whatever went wrong. */
export function explain(error: unknown, texts: Texts): { readonly line: string; readonly code: number } {
  if (error instanceof UsageError) return { line: error.message, code: EXIT.usage };
  if (error instanceof ApiError) {
    const fields = (error.problem?.errors ?? []).map(({ pointer, detail }) => `\n  ${pointer}: ${detail}`).join('');
    return { line: `${error.message}${fields}`, code: codeOf(error.status) };
  }
  const { name, message, cause } = error as Partial<Error>;
  // fetch says TypeError when there is no connection; the cause knows why.
  if (name === 'TypeError') return { line: texts.unreachable(whyOf(cause) ?? message ?? ''), code: EXIT.unreachable };
  return { line: message ?? String(error), code: EXIT.refused };
}

function codeOf(status: number): number {
  if (status === 401) return EXIT.unauthenticated;
  if (status === 404) return EXIT.notFound;
  return status >= 500 ? EXIT.unreachable : EXIT.refused;
}

function whyOf(cause: unknown): string | undefined {
  const { message, code } = (cause ?? {}) as Partial<NodeJS.ErrnoException>;
  return message || code;
}
