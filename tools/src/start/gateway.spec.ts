import { createServer, get, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { freePort, until } from '@stellwerk/testing';
import { serve } from './gateway.js';

const open: { close(): unknown }[] = [];
const listen = (handler: RequestListener): Promise<number> =>
  new Promise((resolve) => {
    const server: Server = createServer(handler).listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    open.push({ close: () => (server.closeAllConnections(), server.close()) });
  });
const origin = async (api: number, portal: number): Promise<string> => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
  open.push(serve(server, { api, portal }), { close: () => (server.closeAllConnections(), server.close()) });
  return `http://127.0.0.1:${port}`;
};
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

describe('the gateway of a single machine', () => {
  it('sends /api, /livez and /readyz to the API and everything else to the portal', async () => {
    const api = await listen((_q, r) => void r.end('api'));
    const portal = await listen((_q, r) => void r.end('portal'));
    const base = await origin(api, portal);
    const answer = async (path: string): Promise<string> => (await fetch(base + path)).text();
    expect(await Promise.all(['/api/v1/me', '/api', '/livez', '/readyz?x=1'].map(answer))).toEqual(['api', 'api', 'api', 'api']);
    expect(await Promise.all(['/', '/apiary', '/readyzz', '/login'].map(answer))).toEqual(['portal', 'portal', 'portal', 'portal']);
  });

  it('passes method, body, status and repeated cookies through unchanged', async () => {
    const api = await listen(
      (q, r) =>
        void text(q).then((body) =>
          r
            .writeHead(
              418,
              [
                ['set-cookie', 'a=1'],
                ['set-cookie', 'b=2'],
              ].flat(),
            )
            .end(`${q.method} ${body}`),
        ),
    );
    const base = await origin(api, api);
    const answer = await fetch(`${base}/api/x`, { method: 'PUT', body: 'häuser' });
    expect([answer.status, await answer.text(), answer.headers.getSetCookie()]).toEqual([418, 'PUT häuser', ['a=1', 'b=2']]);
  });

  it('delivers each server-sent event when it is written, not when the stream ends', async () => {
    let write: (event: string) => void = () => undefined;
    const api = await listen((_q, r) => {
      r.writeHead(200, { 'content-type': 'text/event-stream' });
      write = (event) => void r.write(event);
      write('data: 1\n\n');
    });
    const base = await origin(api, api);
    let seen = '';
    const stream = get(`${base}/api/v1/events`, (answer) => answer.on('data', (chunk: Buffer) => (seen += chunk.toString())));
    await until('the first event', () => seen === 'data: 1\n\n');
    write('data: 2\n\n');
    await until('the second event', () => seen === 'data: 1\n\ndata: 2\n\n');
    stream.destroy();
  });

  it('ends the work behind it when the reader leaves', async () => {
    let left = false;
    const api = await listen((_q, r) => {
      r.writeHead(200).write('x');
      r.on('close', () => (left = true));
    });
    const base = await origin(api, api);
    const reader = get(`${base}/api/v1/events`, (answer) => answer.once('data', () => reader.destroy()));
    reader.on('error', () => undefined);
    await until('the API to see the reader leave', () => left);
  });

  it('overwrites what a caller claims about its own address', async () => {
    const api = await listen((q, r) => void r.end(q.headers['x-forwarded-for']));
    const base = await origin(api, api);
    expect(await (await fetch(`${base}/api`, { headers: { 'x-forwarded-for': '203.0.113.7' } })).text()).toBe('127.0.0.1');
  });

  it('answers 503 with a problem while the API is away, with a page while the portal is, and recovers by itself', async () => {
    const away = await freePort();
    const base = await origin(away, away);
    const problem = await fetch(`${base}/api/v1/me`);
    expect([problem.status, problem.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
    expect(await problem.json()).toMatchObject({ status: 503, code: 'unavailable' });
    const page = await fetch(`${base}/login`);
    expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    const server = createServer((_q, r) => void r.end('back')).listen(away, '127.0.0.1');
    open.push({ close: () => (server.closeAllConnections(), server.close()) });
    await until('the portal to be back', async () => (await fetch(`${base}/login`)).status === 200);
  });

  it('answers 502 when the API dies in the middle of a request', async () => {
    const api = await listen((q) => void q.socket.destroy());
    const base = await origin(api, api);
    const answer = await new Promise<IncomingMessage>((resolve) => request(`${base}/api/v1/me`, { method: 'POST' }, resolve).end('x'));
    answer.resume();
    expect(answer.statusCode).toBe(502);
  });
});
