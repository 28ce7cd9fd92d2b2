import { type IncomingMessage, request } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect, rootCertificates } from 'node:tls';
import type { Duplex } from 'node:stream';
import { type Deadline, startDeadline } from './deadline.js';
import type { Dialer } from './dialer.js';

export interface DownloadRequest {
  readonly dialer: Pick<Dialer, 'connect'>;
  /** Private networks in CIDR notation that may be asked; default: none. */
  readonly allowedNetworks?: readonly string[];
  readonly signal?: AbortSignal;
  /** From the call to the last byte, redirects included, in milliseconds. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export type Download =
  | { readonly ok: true; readonly body: Buffer }
  /** `unsupported-address`: not `http` or `https`, or with a password in it. `unreachable`: no connection, no answer in time, an answer other than 200. */
  | { readonly ok: false; readonly problem: 'unsupported-address' | 'unreachable' | 'too-large' };

const MAX_REDIRECTS = 2;

/**
 * Fetches a public file whose integrity is proven by itself (a signed list), which is why plain http will do: every connection by the
 * guarded dialer, redirects included; streamed up to `maxBytes`. Never rejects.
 */
export async function download(url: string, options: DownloadRequest): Promise<Download> {
  const deadline = startDeadline(options.timeoutMs, options.signal);
  try {
    let target = urlOf(url);
    for (let turn = 0; turn <= MAX_REDIRECTS; turn += 1) {
      if (target === null) return { ok: false, problem: 'unsupported-address' };
      const answer = await get(target, options, deadline);
      if (!('location' in answer)) return answer;
      target = urlOf(answer.location, target);
    }
    return { ok: false, problem: 'unreachable' };
  } finally {
    deadline.dispose();
  }
}

function urlOf(text: string, base?: URL): URL | null {
  if (text.length > 2_048 || !URL.canParse(text, base?.href)) return null;
  const url = new URL(text, base?.href);
  const plain = url.username === '' && url.password === '';
  // Who begins with TLS does not end without it.
  return plain && (url.protocol === 'https:' || (url.protocol === 'http:' && base?.protocol !== 'https:')) ? url : null;
}

async function get(url: URL, options: DownloadRequest, deadline: Deadline): Promise<Download | { readonly location: string }> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'https:';
  const socket = await options.dialer.connect(host, Number(url.port || (secure ? 443 : 80)), {
    allowedNetworks: options.allowedNetworks ?? [],
    timeoutMs: Math.max(1, deadline.remainingMs()),
    signal: deadline.signal,
  });
  if (!socket.ok) return { ok: false, problem: 'unreachable' };
  return exchange(url, { socket: socket.value, secure, host, deadline, maxBytes: options.maxBytes });
}

interface Way {
  readonly socket: Socket;
  readonly secure: boolean;
  readonly host: string;
  readonly deadline: Deadline;
  readonly maxBytes: number;
}

const secured = ({ socket, host }: Way): Duplex =>
  connect({
    socket,
    host,
    ca: [...rootCertificates],
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });

/** One request over one connection, which is gone when this settles. */
function exchange(url: URL, way: Way): Promise<Download | { readonly location: string }> {
  return new Promise((resolve) => {
    const stream = way.secure ? secured(way) : way.socket;
    const settle = (answer: Download | { readonly location: string }): void => {
      way.deadline.signal.removeEventListener('abort', broken);
      way.socket.on('error', () => undefined);
      stream.on('error', () => undefined).destroy();
      way.socket.destroy();
      resolve(answer);
    };
    const broken = (): void => settle({ ok: false, problem: 'unreachable' });
    if (way.deadline.signal.aborted) return broken();
    way.deadline.signal.addEventListener('abort', broken, { once: true });
    way.socket.on('error', broken);
    stream.on('error', broken);
    const outgoing = request(url, {
      headers: { host: url.host, 'accept-encoding': 'identity', connection: 'close' },
      protocol: 'http:',
      createConnection: () => stream,
      maxHeaderSize: 16_384,
    });
    outgoing.on('error', broken);
    outgoing.on('response', (incoming) => collect(incoming, way.maxBytes, settle));
    outgoing.end();
  });
}

function collect(incoming: IncomingMessage, maxBytes: number, settle: (answer: Download | { readonly location: string }) => void): void {
  const status = incoming.statusCode ?? 0;
  const { location } = incoming.headers;
  if ([301, 302, 303, 307, 308].includes(status) && location !== undefined) return settle({ location });
  if (status !== 200) return settle({ ok: false, problem: 'unreachable' });
  const chunks: Buffer[] = [];
  let length = 0;
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBytes) settle({ ok: false, problem: 'too-large' });
    else chunks.push(chunk);
  });
  incoming.on('error', () => settle({ ok: false, problem: 'unreachable' }));
  incoming.on('end', () =>
    settle(incoming.complete ? { ok: true, body: Buffer.concat(chunks, length) } : { ok: false, problem: 'unreachable' }),
  );
}
