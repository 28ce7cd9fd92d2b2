import type { Socket } from 'node:net';
import { failed, fault, type Fault, ok, type Result } from '@stellwerk/domain';
import type { Algorithms, Client as Ssh2Client, ConnectConfig, NegotiatedAlgorithms } from 'ssh2';
import { readGreeting, printable } from '../greeting.js';
import { readHostKey } from '../host-key.js';
import { readKexInit } from '../kexinit.js';
import type { DialOptions, HostKeyJudge, HostKeyVerdict, PresentedHostKey } from '../session.js';
import { Authentication, type ReadyCredential } from './authentication.js';
import { lossFault, type Ssh2Error } from './faults.js';
import {
  answerCloses,
  channelCount,
  corkWrites,
  gateFirstBytes,
  ignoreHostKeyAnnouncements,
  onSendingCipher,
  shareOffer,
} from './internals.js';
import { Client } from './library.js';
import { SendBuffer } from './send-buffer.js';

/** What is offered, best first. GCM runs in AES-NI and is the cheapest of all; compression is off: traffic of telephone systems gains nothing. */
const HOST_KEYS = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];
const RSA = ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'];

/** Pinned types first, so that a server which has added a type still shows the key that is known. */
export function hostKeyOrder(pinned: readonly string[] = []): string[] {
  const first = pinned.flatMap((type) => (type === 'ssh-rsa' ? RSA : [type])).filter((type) => HOST_KEYS.includes(type));
  return [...new Set([...first, ...HOST_KEYS])];
}

/** What {@link signIn} needs of a dial; `hostKeyTypes` asks for exactly these algorithms. */
export type SignInOptions = Omit<DialOptions, 'credential'> & { readonly hostKeyTypes?: readonly string[] };

export interface SignedIn {
  readonly client: Ssh2Client;
  readonly hostKey: PresentedHostKey;
  readonly negotiated: { readonly kex: string; readonly cipher: string; readonly mac: string };
}

/** Everything of a handshake that explains its failure. */
interface Progress {
  firstBytes: Buffer;
  presented: PresentedHostKey | null;
  verdict: HostKeyVerdict | null;
  proven: boolean;
  error: Ssh2Error | null;
  /** Null when the handshake is over. */
  judge: HostKeyJudge | null;
}

const NOTHING = Buffer.alloc(0);
const HANDSHAKE_EVENTS = ['error', 'close', 'handshake', 'ready', 'change password'];
const silence = (): void => undefined;

const NO_MATCH = /no matching (?:C->S |S->C )?(.+)$/;

function noCommon(kind: string, progress: Progress): Fault {
  const greeting = readGreeting(progress.firstBytes);
  const kexinit = greeting.is === 'ssh' ? readKexInit(progress.firstBytes.subarray(greeting.end)) : null;
  if (kexinit?.is !== 'kexinit') return fault('no-common-algorithm', { kind, server: [] });
  const { kex, hostKeys, ciphers, macs } = kexinit.algorithms;
  const server = /key exchange/.test(kind) ? kex : /host key/.test(kind) ? hostKeys : /cipher/.test(kind) ? ciphers : macs;
  return fault('no-common-algorithm', { kind, server: server.slice(0, 20) });
}

/** Maps what ssh2 said, and what the server's first bytes were, onto one fault. */
function explain(progress: Progress, host: string, port: number): Fault {
  const { verdict, error } = progress;
  const at = { host, port };
  if (verdict && verdict !== 'trusted') return verdict;
  const greeting = readGreeting(progress.firstBytes);
  if (greeting.is === 'not-ssh') return fault('not-ssh', { ...at, received: greeting.received });
  if (greeting.is === 'wait') {
    // Nothing said and hung up: too many connections at once (MaxStartups), or a penalty. Something else said: no SSH.
    return progress.firstBytes.length === 0 ? lossFault(error) : fault('not-ssh', { ...at, received: printable(progress.firstBytes) });
  }
  const kind = NO_MATCH.exec(error?.message ?? '')?.[1];
  if (kind) return noCommon(kind, progress);
  if (/signature verification failed|Malformed signature|Wrong signature type/.test(error?.message ?? '')) {
    return fault('host-key-unconfirmed', {
      ...at,
      type: progress.presented?.type ?? '',
      received: progress.presented?.fingerprint ?? '',
      detail: 'signature',
    });
  }
  // What the parser could not take; not what the network did, and not a farewell in due form (which has a number).
  const unparsed = error !== null && error.level !== 'client-socket' && error.code === undefined;
  if (!progress.proven && unparsed) return fault('not-ssh', { ...at, received: greeting.banner });
  return lossFault(error);
}

const config = (socket: Socket, options: SignInOptions): ConnectConfig => ({
  sock: socket,
  username: options.username,
  readyTimeout: 0,
  keepaliveInterval: 0,
  algorithms: {
    serverHostKey: (options.hostKeyTypes ? [...options.hostKeyTypes] : hostKeyOrder(options.pinnedTypes)) as Algorithms['serverHostKey'],
    compress: ['none'],
    ...(options.algorithms?.kex ? { kex: [...options.algorithms.kex] as Algorithms['kex'] } : {}),
    ...(options.algorithms?.ciphers ? { cipher: [...options.algorithms.ciphers] as Algorithms['cipher'] } : {}),
    ...(options.algorithms?.macs ? { hmac: [...options.algorithms.macs] as Algorithms['hmac'] } : {}),
  },
});

/**
 * Speaks SSH over an open socket up to a signed-in client. With `credential` null it stops as soon as the host key is
 * proven, before anything about an account is said. One settle; ssh2's events do not leave this function.
 */
export function signIn(socket: Socket, options: SignInOptions, credential: ReadyCredential | null): Promise<Result<SignedIn>> {
  const { host, port, username } = options;
  const judge = options.judgeHostKey;
  const progress: Progress = { firstBytes: NOTHING, presented: null, verdict: null, proven: false, error: null, judge };
  const client = new Client();
  let negotiated: NegotiatedAlgorithms | null = null;
  return new Promise((resolve) => {
    let settled = false;
    const settle = (result: Result<SignedIn>): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      // What ssh2 keeps as long as the connection lives must not keep the handshake: a thousand tunnels, each with its key in plain text.
      authentication?.forget();
      letGo(client, progress);
      if (!result.ok || !credential) socket.destroy();
      resolve(result);
    };
    const fail = (f: Fault): void => settle(failed(f));
    const refused = (methods: readonly string[]): void =>
      fail(fault('credentials-refused', { host, port, username, methods: [...methods] }));
    const authentication = credential && new Authentication({ client, username, credential, onRefused: refused });
    const succeed = (): void => {
      if (!progress.presented || !negotiated) return fail(fault('internal-error', { detail: 'no host key at the end of the handshake' }));
      settle(
        ok({
          client,
          hostKey: progress.presented,
          negotiated: { kex: negotiated.kex, cipher: negotiated.cs.cipher, mac: negotiated.cs.mac },
        }),
      );
    };
    const onAbort = (): void => fail(fault('connection-lost', { host, port, detail: 'given up' }));
    const timer = setTimeout(() => fail(fault('connection-timed-out', { host, port })), options.timeoutMs ?? 15_000);
    if (options.signal?.aborted) return onAbort();
    options.signal?.addEventListener('abort', onAbort, { once: true });

    // `error` may come twice and may come late; the first one tells the cause.
    client.on('error', (error: Ssh2Error) => {
      progress.error ??= error;
      fail(explain(progress, host, port));
    });
    client.on('close', () => fail(explain(progress, host, port)));
    client.on('handshake', (agreed) => {
      negotiated = agreed;
      progress.proven = true;
      // Synchronously: ssh2 goes on to the sign-in as soon as this returns.
      if (!credential) succeed();
    });
    client.on('ready', succeed);
    client.on('change password', () =>
      fail(fault('credentials-refused', { host, port, username, methods: ['password'], reason: 'password-expired' })),
    );

    socket.setNoDelay(true);
    try {
      client.connect({
        ...config(socket, options),
        hostVerifier: hostVerifier(progress),
        authHandler: authentication?.handler ?? [],
      });
      furnish(client, socket);
      gateFirstBytes(client, (bytes) => {
        progress.firstBytes = bytes;
        const greeting = readGreeting(bytes);
        if (greeting.is === 'wait') return 'wait';
        if (greeting.is === 'not-ssh') return new Error('the server does not speak SSH');
        return readKexInit(bytes.subarray(greeting.end)).is === 'wait' ? 'watch' : 'pass';
      });
    } catch (error) {
      progress.error ??= error as Ssh2Error;
      fail(explain(progress, host, port));
    }
  });
}

/** What stays with a connection for good. A function of its own: what is made here must not see the handshake. */
function furnish(client: Ssh2Client, socket: Socket): void {
  const sendBuffer = new SendBuffer(socket);
  // Nobody waits for one packet of a handshake or of its first requests, but a lone connection does for each of its own.
  const pending = corkWrites(socket, { patient: () => channelCount(client) !== 1, flushed: () => sendBuffer.flushed() });
  shareOffer(client);
  ignoreHostKeyAnnouncements(client);
  answerCloses(client, socket, pending);
  onSendingCipher(client, (cipher) => sendBuffer.serve(cipher));
  // A server that has finished sending has left; ssh2 would keep a half-open socket (the dialer's are) for ever.
  socket.once('end', () => socket.destroy());
}

/** Ends what the handshake has tied to the client; whatever ssh2 still says of it reaches nobody. */
function letGo(client: Ssh2Client, progress: Progress): void {
  for (const event of HANDSHAKE_EVENTS) client.removeAllListeners(event);
  client.on('error', silence);
  progress.firstBytes = NOTHING;
  progress.judge = null;
}

/** Asks the judge, once; in a later key exchange of the same connection it must be the same key, and nobody is asked again. */
const hostVerifier =
  (progress: Progress) =>
  (blob: Buffer, verify: (trusted: boolean) => void): void => {
    if (progress.proven) return verify(progress.presented?.blob.equals(blob) ?? false);
    void judged(blob, progress)
      .catch(() => fault('internal-error', { detail: 'the host key could not be judged' }))
      .then((verdict) => {
        progress.verdict = verdict;
        answer(verify, verdict === 'trusted');
      });
  };

async function judged(blob: Buffer, progress: Progress): Promise<HostKeyVerdict> {
  progress.presented = readHostKey(blob);
  if (!progress.presented || !progress.judge) throw new Error('unreadable host key');
  return progress.judge(progress.presented);
}

/** The server may have hung up while a person or a database was asked; ssh2 then throws. */
function answer(verify: (trusted: boolean) => void, trusted: boolean): void {
  try {
    verify(trusted);
  } catch {
    // Its `close` has told, or will tell, why.
  }
}
