import { randomUUID } from 'node:crypto';
import { request, Agent, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import type { Problem } from '@stellwerk/contracts';
import { troublePage } from './pages.js';

/** Where one origin's paths lead. */
export interface Upstreams {
  /** `/api`, `/livez`, `/readyz`. */
  readonly api: number;
  /** Everything else. */
  readonly portal: number;
}

/** Meant for one connection, not for the next one along the way (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'proxy-connection',
];

const isApi = (path: string): boolean => /^\/(api|livez|readyz)([/?]|$)/.test(path);

function without(headers: IncomingMessage['headers'], names: readonly string[]): IncomingMessage['headers'] {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name) && !named.includes(name)));
}

const awayProblem = (instance: string): Problem => ({
  type: 'urn:stellwerk:problem:unavailable',
  title: 'Not available',
  status: 503,
  code: 'unavailable',
  detail: 'The API is starting or was restarted. Try again in a moment.',
  instance,
  requestId: randomUUID(),
  errors: [],
});

function refuse(incoming: IncomingMessage, response: ServerResponse, connected: boolean): void {
  if (response.headersSent) return void response.destroy();
  const api = isApi(incoming.url ?? '/');
  const body = api ? JSON.stringify(awayProblem(incoming.url ?? '/')) : troublePage;
  // 502: the connection broke off, and what was asked may have happened. 503: it did not.
  response
    .writeHead(connected ? 502 : 503, {
      'content-type': api ? 'application/problem+json' : 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': '2',
    })
    .end(body);
}

/**
 * The one origin of a single machine: passes every request to the API or the portal and every answer back as it comes, so
 * that server-sent events are never held. In production a web server does this.
 */
export function gateway(upstreams: Upstreams): { handle(incoming: IncomingMessage, response: ServerResponse): void; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 512, timeout: 0 });
  return {
    close: () => agent.destroy(),
    handle(incoming, response) {
      const port = isApi(incoming.url ?? '/') ? upstreams.api : upstreams.portal;
      const host = incoming.headers.host ?? '';
      const onward = request({
        host: '127.0.0.1',
        port,
        agent,
        method: incoming.method,
        path: incoming.url,
        headers: {
          ...without(incoming.headers, HOP_BY_HOP),
          // What a caller says about itself is not passed on: the API counts attempts per address.
          'x-forwarded-for': incoming.socket.remoteAddress ?? '',
          'x-forwarded-host': host,
          'x-forwarded-proto': 'http',
          ...(incoming.headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }),
        },
      });
      let connected = false;
      onward.on('socket', (socket: Socket) => {
        if (socket.connecting) socket.once('connect', () => (connected = true));
        else connected = true;
      });
      onward.on('error', () => refuse(incoming, response, connected));
      onward.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.statusMessage, without(answer.headers, HOP_BY_HOP));
        response.flushHeaders();
        pipeline(answer, response, () => undefined);
      });
      // A reader who leaves ends the work behind it, above all an event stream.
      response.on('close', () => onward.destroy());
      incoming.on('error', () => onward.destroy());
      incoming.pipe(onward);
    },
  };
}

/** Puts the gateway behind a server that already listens. */
export function serve(server: Server, upstreams: Upstreams): { close(): void } {
  const through = gateway(upstreams);
  server.removeAllListeners('request');
  server.on('request', (incoming: IncomingMessage, response: ServerResponse) => through.handle(incoming, response));
  server.requestTimeout = 0;
  return through;
}
