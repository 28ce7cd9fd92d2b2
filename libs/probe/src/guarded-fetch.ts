import { request } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect, rootCertificates } from 'node:tls';
import { failed, type Fault, fault, ok, type Result } from '@stellwerk/domain';
import { type Deadline, startDeadline } from './deadline.js';
import type { Dialer } from './dialer.js';

export interface GuardedFetchOptions {
  /** Private networks in CIDR notation that may be asked; default: none. */
  readonly allowedNetworks?: readonly string[];
  /** Certificates of further authorities in PEM, beside the usual ones. */
  readonly trusted?: readonly string[];
  /** From the call to the last byte, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** Of an answer's body. Default 1 MiB. */
  readonly maxBytes?: number;
}

/** The part of `fetch` that is offered. Redirects are not followed: an answer 3xx is the answer. */
export interface GuardedRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | URLSearchParams | null;
  readonly signal?: AbortSignal | undefined;
}

/** Why there was no answer. `cause` holds the fault of the closed set. */
export class FetchFailed extends Error {
  constructor(readonly fault: Fault) {
    super(`${fault.code} ${JSON.stringify(fault.params)}`);
    this.name = 'FetchFailed';
  }
}

export type GuardedFetch = (url: string | URL, init?: GuardedRequest) => Promise<Response>;

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1_048_576;

/**
 * `fetch` for addresses that somebody typed in: https only, every connection made by the guarded dialer and used once, the certificate checked
 * against the name, time and size limited, redirects not followed, no proxy, no cookies.
 * @throws FetchFailed when there is no answer: faults of the dialer, `connection-refused` with `reason` `tls` or `protocol`, `connection-timed-out`
 */
export function createGuardedFetch(dialer: Pick<Dialer, 'connect'>, options: GuardedFetchOptions = {}): GuardedFetch {
  const ca = options.trusted && options.trusted.length > 0 ? [...rootCertificates, ...options.trusted] : undefined;
  return async (url, init = {}) => {
    const target = new URL(url);
    if (target.protocol !== 'https:' || target.username !== '' || target.password !== '')
      throw new FetchFailed(fault('address-forbidden', { host: target.hostname, reason: 'not-https' }));
    const deadline = startDeadline(options.timeoutMs ?? TIMEOUT_MS, init.signal);
    try {
      const answer = await ask(target, init, { dialer, options, ca, deadline });
      if (!answer.ok) throw new FetchFailed(answer.fault);
      return answer.value;
    } finally {
      deadline.dispose();
    }
  };
}

interface Means {
  readonly dialer: Pick<Dialer, 'connect'>;
  readonly options: GuardedFetchOptions;
  readonly ca: readonly string[] | undefined;
  readonly deadline: Deadline;
}

async function ask(url: URL, init: GuardedRequest, { dialer, options, ca, deadline }: Means): Promise<Result<Response>> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || 443);
  const connected = await dialer.connect(host, port, {
    allowedNetworks: options.allowedNetworks ?? [],
    timeoutMs: deadline.remainingMs(),
    signal: deadline.signal,
  });
  if (!connected.ok) return connected;
  return exchange(url, init, { socket: connected.value, host, port, ca, deadline, maxBytes: options.maxBytes ?? MAX_BYTES });
}

interface Way {
  readonly socket: Socket;
  readonly host: string;
  readonly port: number;
  readonly ca: readonly string[] | undefined;
  readonly deadline: Deadline;
  readonly maxBytes: number;
}

const bodyOf = (body: GuardedRequest['body']): Buffer =>
  body === null || body === undefined ? Buffer.alloc(0) : Buffer.from(body instanceof URLSearchParams ? body.toString() : (body as string));

/** TLS failed, rather than something on top of it: certificates (`CERT_…`, `ERR_TLS_…`, OpenSSL's own words) or the handshake. */
const isTls = (error: NodeJS.ErrnoException): boolean =>
  /^(ERR_TLS|ERR_SSL|CERT_|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/.test(error.code ?? '');

/** One request over one fresh connection. Settles once, and the socket is gone then. */
function exchange(url: URL, init: GuardedRequest, { socket, host, port, ca, deadline, maxBytes }: Way): Promise<Result<Response>> {
  return new Promise((resolve) => {
    const body = bodyOf(init.body);
    const tls = connect({
      socket,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === undefined ? {} : { ca: [...ca] }),
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
    });
    const settle = (result: Result<Response>): void => {
      deadline.signal.removeEventListener('abort', tooLate);
      socket.on('error', () => undefined);
      tls.on('error', () => undefined).destroy();
      socket.destroy();
      resolve(result);
    };
    const broken = (reason: string): void => settle(failed(fault('connection-refused', { host, port, reason })));
    const tooLate = (): void => settle(failed(fault('connection-timed-out', { host, port })));
    const failedWith = (error: NodeJS.ErrnoException): void => broken(isTls(error) ? 'tls' : 'protocol');
    if (deadline.signal.aborted) return tooLate();
    deadline.signal.addEventListener('abort', tooLate, { once: true });
    socket.on('error', failedWith);
    tls.on('error', failedWith);

    // Not a byte before the certificate was found good: requests carry secrets.
    tls.once('secureConnect', () => {
      const outgoing = request(url, {
        method: init.method ?? 'GET',
        headers: { ...init.headers, host: url.host, 'content-length': body.length, 'accept-encoding': 'identity', connection: 'close' },
        // Only without any agent is it asked for: `agent: false` would make one that connects by itself.
        createConnection: () => tls,
        maxHeaderSize: 16_384,
      });
      outgoing.on('error', failedWith);
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = [];
        let length = 0;
        incoming.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > maxBytes) broken('too-long');
          else chunks.push(chunk);
        });
        incoming.on('error', failedWith);
        incoming.on('end', () => settle(ok(toResponse(incoming.statusCode ?? 502, incoming.headers, Buffer.concat(chunks)))));
      });
      outgoing.end(body);
    });
  });
}

/** Statuses without a body (Fetch standard, null body status). */
const EMPTY = [204, 205, 304];

function toResponse(status: number, headers: NodeJS.Dict<string | string[]>, body: Buffer): Response {
  const list = Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((text): [string, string] => [name, text]));
  // Only 200 to 599 are answers (Fetch standard); a switch of protocols was not asked for.
  const answered = status >= 200 && status <= 599 ? status : 502;
  return new Response(EMPTY.includes(answered) ? null : new Uint8Array(body), { status: answered, headers: list });
}
