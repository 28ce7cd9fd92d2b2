import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createTcp } from 'node:net';
import { selfSigned } from '@stellwerk/testing';
import { createDialer } from './dialer.js';
import { createGuardedFetch, FetchFailed, type GuardedFetchOptions } from './guarded-fetch.js';

const own = selfSigned('localhost');
const other = selfSigned('elsewhere.example');
const outdated = selfSigned('localhost', new Date(Date.now() - 3_600_000));
const servers: { close(): unknown }[] = [];

/** A server on a loopback port; counts the requests that reached it. */
async function serve(handler: RequestListener, identity = own): Promise<{ port: number; requests: () => number }> {
  let requests = 0;
  const server: Server = createServer(identity, (request, response) => {
    requests += 1;
    handler(request, response);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  servers.push({ close: () => (server.closeAllConnections(), server.close()) });
  return { port: (server.address() as AddressInfo).port, requests: () => requests };
}

afterAll(() => servers.forEach((server) => server.close()));

const fetching = (options: GuardedFetchOptions = {}, allowLoopback = true) =>
  createGuardedFetch(createDialer({ allowLoopback }), { trusted: [own.cert], ...options });

const faultOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof FetchFailed)) throw new Error('expected FetchFailed', { cause: error });
  return [error.fault.code, error.fault.params['reason'] ?? null];
};

describe('the guarded fetch', () => {
  it('sends method, headers and body, and hands back status, headers and body', async () => {
    const { port } = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () =>
        response
          .writeHead(201, {
            'x-seen': `${request.method} ${request.headers.authorization} ${request.headers.host}`,
            'set-cookie': ['a=1', 'b=2'],
          })
          .end(Buffer.concat(chunks)),
      );
    });
    const answer = await fetching()(`https://localhost:${port}/token`, {
      method: 'POST',
      headers: { authorization: 'Basic x' },
      body: new URLSearchParams({ code: 'ä&b' }),
    });
    expect([answer.status, answer.headers.get('x-seen'), await answer.text(), answer.headers.getSetCookie()]).toEqual([
      201,
      `POST Basic x localhost:${port}`,
      'code=%C3%A4%26b',
      ['a=1', 'b=2'],
    ]);
  });

  it('asks over the connection that the dialer made, and opens none of its own', async () => {
    const { port } = await serve((_, response) => response.end('hello'));
    const dialer = createDialer({ allowLoopback: true });
    const answer = await createGuardedFetch(
      { connect: () => dialer.connect('127.0.0.1', port) },
      { trusted: [own.cert] },
    )('https://localhost:1/');
    expect(await answer.text()).toBe('hello');
  });

  it('does not follow a redirect', async () => {
    const target = await serve((_, response) => response.end('secret'));
    const { port } = await serve((_, response) => response.writeHead(302, { location: `https://localhost:${target.port}/` }).end());
    expect((await fetching()(`https://localhost:${port}/`)).status).toBe(302);
    expect(target.requests()).toBe(0);
  });

  it.each([
    ['a certificate nobody trusts', { trusted: [] }, own],
    ['a certificate of another name', { trusted: [other.cert] }, other],
    ['a certificate that has run out', { trusted: [outdated.cert] }, outdated],
  ])('sends nothing to %s', async (_, options, identity) => {
    const { port, requests } = await serve((__, response) => response.end('hello'), identity);
    expect(await faultOf(fetching(options)(`https://localhost:${port}/`, { method: 'POST', body: 'secret' }))).toEqual([
      'connection-refused',
      'tls',
    ]);
    expect(requests()).toBe(0);
  });

  it.each([
    'https://127.0.0.1',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://localhost',
    'https://10.0.0.1',
    'https://169.254.169.254',
  ])('refuses %s unless it is allowed', async (origin) => {
    const { port, requests } = await serve((_, response) => response.end('hello'));
    const [code] = await faultOf(fetching({}, false)(`${origin}:${port}/`));
    expect([code, requests()]).toEqual(['address-forbidden', 0]);
  });

  it.each(['http://localhost/', 'https://user:secret@localhost/', 'ftp://localhost/'])('refuses %s', async (url) => {
    expect(await faultOf(fetching()(url))).toEqual(['address-forbidden', 'not-https']);
  });

  it('gives up an answer that is longer than allowed, told or not', async () => {
    const { port } = await serve((_, response) => void response.write('x'.repeat(70_000)));
    expect(await faultOf(fetching({ maxBytes: 65_536 })(`https://localhost:${port}/`))).toEqual(['connection-refused', 'too-long']);
  });

  it('gives up an answer that comes drop by drop, in the time it was given', async () => {
    const { port } = await serve((_, response) => {
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await faultOf(fetching({ timeoutMs: 300 })(`https://localhost:${port}/`))).toEqual(['connection-timed-out', null]);
  });

  it('gives up a peer that never finishes the handshake, and one that cuts an answer short', async () => {
    const silent = createTcp(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    servers.push(silent);
    expect(await faultOf(fetching({ timeoutMs: 300 })(`https://localhost:${(silent.address() as AddressInfo).port}/`))).toEqual([
      'connection-timed-out',
      null,
    ]);
    const { port } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setImmediate(() => response.destroy());
    });
    expect(await faultOf(fetching()(`https://localhost:${port}/`))).toEqual(['connection-refused', 'protocol']);
  });

  it('stops when its caller does', async () => {
    const caller = new AbortController();
    const { port } = await serve(() => caller.abort());
    expect(await faultOf(fetching()(`https://localhost:${port}/`, { signal: caller.signal }))).toEqual(['connection-timed-out', null]);
  });
});
