import type { Credential } from '@stellwerk/domain';
import type { AnyAuthMethod, AuthHandlerMiddleware, Client } from 'ssh2';
import type { UsableKey } from '../private-key.js';
import { sendSignIn } from './internals.js';
import { signedRequest } from './signed-request.js';

/** A credential made ready: keys parsed, certificates read. Made before anything is sent, so that a bad key never costs a failed sign-in. */
export type ReadyCredential =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'keyboard-interactive'; readonly password: string }
  | { readonly kind: 'private-key'; readonly key: UsableKey }
  | { readonly kind: 'certificate'; readonly key: UsableKey; readonly certificate: { readonly type: string; readonly blob: Buffer } };

/** Rounds of questions answered: a password, and what follows it where a server asks in steps. */
const ROUNDS_MAX = 3;

const askedByKeyboard = (username: string, password: string): AnyAuthMethod => {
  let rounds = 0;
  return {
    type: 'keyboard-interactive',
    username,
    // An empty answer list ends an endless questioner: the server counts it as a refusal.
    prompt: (...[, , , prompts, answer]) => answer(rounds++ < ROUNDS_MAX ? prompts.map(() => password) : []),
  };
};

export interface Login {
  readonly client: Client;
  readonly username: string;
  readonly credential: ReadyCredential;
  /** The server will not have it; `methods` is what it offers. Called at most once. */
  readonly onRefused: (methods: readonly string[]) => void;
}

/**
 * What is tried, in which order. Never the same secret twice where the first try was judged: servers count failures and
 * lock accounts. ssh2's `none` probe is left out; it costs a round trip and a log line at the customer's.
 */
export class Authentication {
  private readonly tried = new Set<Credential['kind']>();
  private login: Login | null;

  constructor(login: Login) {
    this.login = login;
  }

  /** Gives ssh2 the next method; `methods` is what the server offers after a refusal. */
  readonly handler: AuthHandlerMiddleware = (methods: readonly string[] | null): AnyAuthMethod | false | undefined => {
    const { login } = this;
    if (!login) return false;
    if (this.tried.size === 0) return this.first(login);
    const another = this.next(login, methods ?? []);
    if (another) return another;
    login.onRefused(methods ?? []);
    return false;
  };

  /** It is over: ssh2 keeps the handler for as long as the connection lives, and the credential must not stay with it. */
  forget(): void {
    this.login = null;
  }

  private first({ client, username, credential, onRefused }: Login): AnyAuthMethod | undefined {
    this.tried.add(credential.kind);
    if (credential.kind === 'password') return { type: 'password', username, password: credential.password };
    if (credential.kind === 'keyboard-interactive') return askedByKeyboard(username, credential.password);
    // RSA keys are ssh2's: which hash an old server takes, only its answer to the question tells.
    if (credential.kind === 'private-key' && credential.key.key.type === 'ssh-rsa')
      return { type: 'publickey', username, key: credential.key.key as unknown as string };
    const certificate = credential.kind === 'certificate' ? credential.certificate : undefined;
    sendSignIn(client, (sessionId) => signedRequest({ username, sessionId, key: credential.key.key, certificate }), onRefused);
    return undefined;
  }

  private next({ username, credential }: Login, methods: readonly string[]): AnyAuthMethod | null {
    if (!('password' in credential)) return null;
    // A method the server does not even offer was not judged: the same password may come the other way.
    const other = credential.kind === 'password' ? 'keyboard-interactive' : 'password';
    if (this.tried.has(other) || methods.includes(credential.kind) || !methods.includes(other)) return null;
    this.tried.add(other);
    return other === 'password'
      ? { type: 'password', username, password: credential.password }
      : askedByKeyboard(username, credential.password);
  }
}
