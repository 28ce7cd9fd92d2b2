import type { Socket } from 'node:net';
import { failed, fault, ok, type Result } from '@stellwerk/domain';
import type { Credential } from '@stellwerk/domain';
import { processTicker } from '../keep-alive.js';
import { readCertificate, usablePrivateKey } from '../private-key.js';
import type { DialOptions, Session } from '../session.js';
import { processBudget } from '../window-budget.js';
import type { ReadyCredential } from './authentication.js';
import { Ssh2Session } from './session.js';
import { signIn } from './sign-in.js';

/** Parses what must be parsed; nothing has been sent when this fails. */
async function readyCredential(credential: Credential): Promise<Result<ReadyCredential>> {
  if (credential.kind === 'password' || credential.kind === 'keyboard-interactive')
    return ok({ kind: credential.kind, password: credential.password });
  const key = await usablePrivateKey(credential.privateKey, credential.passphrase);
  if (!key.ok) return key;
  if (credential.kind === 'private-key') return ok({ kind: 'private-key', key: key.value });
  const certificate = readCertificate(credential.certificate, key.value.key);
  return certificate.ok ? ok({ kind: 'certificate', key: key.value, certificate: certificate.value }) : certificate;
}

/** TCP to the server. Not AbortSignal.any and AbortSignal.timeout: they keep the caller's signal and a timer for as long as the attempt might have taken. */
async function connected({ host, port, connect, signal }: DialOptions, timeoutMs: number): Promise<Result<Socket>> {
  const giveUp = new AbortController();
  const abort = (): void => giveUp.abort();
  const timer = setTimeout(abort, timeoutMs);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const socket = await connect(host, port, giveUp.signal);
  clearTimeout(timer);
  signal?.removeEventListener('abort', abort);
  if (!socket.ok || !giveUp.signal.aborted) return socket;
  socket.value.destroy();
  return failed(fault('connection-timed-out', { host, port }));
}

/** Dials with ssh2. */
export async function dialSsh2(options: DialOptions): Promise<Result<Session>> {
  const credential = await readyCredential(options.credential);
  if (!credential.ok) return credential;
  const startedAt = performance.now();
  const timeoutMs = options.timeoutMs ?? 15_000;
  const socket = await connected(options, timeoutMs);
  if (!socket.ok) return socket;
  const left = Math.max(1, timeoutMs - (performance.now() - startedAt));
  const signedIn = await signIn(socket.value, { ...options, timeoutMs: left }, credential.value);
  if (!signedIn.ok) return signedIn;
  return ok(new Ssh2Session(signedIn.value, socket.value, { keepAlive: options.keepAlive, ticker: processTicker, budget: processBudget }));
}
