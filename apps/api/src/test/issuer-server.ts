import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from '@stellwerk/testing';

export interface Issuer {
  readonly issuer: string;
  /** Its own certificate, PEM. */
  readonly cert: string;
  stop(): Promise<void>;
}

export const CLIENT = { id: 'stellwerk', secret: 'geheim-und-lang-genug' } as const;

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A server with a certificate of its own on a loopback port; the handler is made once the address is known. */
export async function serveIssuer(handlerOf: (issuer: string) => Handler): Promise<Issuer> {
  const identity = selfSigned('localhost');
  let handler: Handler = (_, response) => response.end();
  const server: Server = createServer(identity, (request, response) => void handler(request, response));
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const issuer = `https://localhost:${(server.address() as AddressInfo).port}`;
  handler = handlerOf(issuer);
  return {
    issuer,
    cert: identity.cert,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
