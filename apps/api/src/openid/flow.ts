import { randomBytes } from 'node:crypto';
import { hashToken } from '@stellwerk/secrets';
import type { Flows, Store } from '@stellwerk/store';
import type { Request, Response } from 'express';
import { z } from 'zod';

/** So long may somebody take at their OpenID provider. */
const FLOW_MS = 10 * 60_000;
const KIND = 'openid';

/** What is remembered between going and coming back; hashes in hexadecimal. */
const Flow = z.object({
  identityProviderId: z.uuid(),
  purpose: z.enum(['sign-in', 'invitation', 'link']),
  /** SHA-256 of what the browser holds: the one that went is the one that comes back. */
  browser: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  anew: z.boolean(),
  returnTo: z.string(),
  /** SHA-256 of the invitation's token. */
  invitation: z.string().nullable(),
  /** The session that ran when it began; only that one may link. */
  sessionId: z.uuid().nullable(),
});
export type Flow = z.infer<typeof Flow>;

export const newValue = (): string => randomBytes(32).toString('base64url');
export const hexHash = (value: string): string => Buffer.from(hashToken(value)).toString('hex');

/** Remembers a flow under a fresh state; returns the state. */
export async function putFlow(flows: Flows, flow: Flow): Promise<string> {
  const state = newValue();
  await flows.put({ hash: hashToken(state), kind: KIND, data: flow, lifetimeMs: FLOW_MS });
  return state;
}

/** Each state is good once, whatever becomes of it: it is taken in a transaction of its own. Null: unknown, taken or run out. */
export async function takeFlow(store: Store, state: string): Promise<Flow | null> {
  const data = await store.asSystem('come back from an OpenID provider', (tx) => tx.flows.take(hashToken(state), KIND));
  return data === null ? null : Flow.parse(data);
}

const NAME = 'stellwerk_openid';
const VALUE = /^[\w-]{43}$/;

/**
 * Binds flows to the browser they began in: a link with somebody else's state and code would otherwise sign a person in as another, or link
 * somebody else's account to theirs. Lax, because the way back from the OpenID provider begins on another site.
 */
export class FlowCookie {
  private readonly secure: boolean;
  private readonly name: string;

  constructor(publicUrl: string) {
    this.secure = publicUrl.startsWith('https:');
    this.name = this.secure ? `__Host-${NAME}` : NAME;
  }

  /** Null: none that could be ours. */
  read(request: Pick<Request, 'headers'>): string | null {
    for (const pair of (request.headers.cookie ?? '').split(';')) {
      const [name, value = ''] = pair.trim().split('=', 2);
      if (name === this.name) return VALUE.test(value) ? value : null;
    }
    return null;
  }

  /** Keeps the value while there is one: several tabs may be on their way. */
  set(response: Response, value: string): void {
    response.cookie(this.name, value, { httpOnly: true, sameSite: 'lax', secure: this.secure, path: '/', maxAge: FLOW_MS });
  }
}
