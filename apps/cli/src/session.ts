import { readFile } from 'node:fs/promises';
import { type Client, createClient } from '@stellwerk/contracts';
import type { Locale } from '@stellwerk/domain';
import type { Environment } from './config.js';
import { UsageError } from './exit.js';
import { type Texts, textsFor } from './texts.js';

/** Where a command writes. Results go to `out`, remarks to `err`, so that pipes stay clean. */
export interface Io {
  out(line: string): void;
  err(line: string): void;
  /** The whole standard input, for secrets that must not stand in a process list. */
  readInput(): Promise<string>;
  /** Aborts when the user interrupts. */
  readonly signal: AbortSignal;
}

export interface GlobalOptions {
  readonly url?: string;
  readonly readyFile?: string;
  readonly json?: boolean;
}

/** Everything a command needs: the API, the terminal, and the language of the person. */
export interface Session {
  readonly api: Client;
  readonly baseUrl: string;
  readonly headers: Record<string, string>;
  readonly io: Io;
  readonly json: boolean;
  readonly locale: Locale;
  readonly texts: Texts;
}

interface Ready {
  readonly apiUrl?: unknown;
  readonly url?: unknown;
  readonly apiKey?: unknown;
}

async function fromReadyFile(path: string, texts: Texts): Promise<{ url: string; apiKey: string }> {
  try {
    const ready = JSON.parse(await readFile(path, 'utf8')) as Ready;
    const url = typeof ready.apiUrl === 'string' ? ready.apiUrl : ready.url;
    if (typeof url === 'string' && typeof ready.apiKey === 'string') return { url, apiKey: ready.apiKey };
  } catch {
    // Said below, whatever it was.
  }
  throw new UsageError(texts.readyFileUnreadable(path));
}

export async function openSession(options: GlobalOptions, environment: Environment, io: Io): Promise<Session> {
  const texts = textsFor(environment.locale);
  const ready = options.readyFile === undefined ? null : await fromReadyFile(options.readyFile, texts);
  const url = options.url ?? ready?.url ?? environment.url;
  const apiKey = ready?.apiKey ?? environment.apiKey;
  if (url === null || apiKey === null) throw new UsageError(texts.noConnection);
  const baseUrl = url.replace(/\/(api(\/v1)?\/?)?$/, '');
  const headers = { authorization: `Bearer ${apiKey}`, 'accept-language': environment.locale };
  return {
    api: createClient({ baseUrl, headers: () => headers }),
    baseUrl,
    headers,
    io,
    json: options.json === true,
    locale: environment.locale,
    texts,
  };
}

/** Prints a result: as JSON for machines, else as the command formats it. */
export const print = (session: Session, value: unknown, format: () => string): void =>
  session.io.out(session.json ? JSON.stringify(value, null, 2) : format());

interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** Every item of a paged list. */
export async function everything<T>(ask: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let page = await ask(undefined); ; page = await ask(page.nextCursor)) {
    items.push(...page.items);
    if (page.nextCursor === null) return items;
  }
}
