import { Agent, request } from 'node:http';
import type { Stoppable } from './context.js';

/** What came back, unparsed. */
export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** A plain client: what it costs itself hardly shows. */
export interface Http extends Stoppable {
  send(method: string, path: string, body?: unknown): Promise<Reply>;
}

/** @param kept whether connections are used again */
export function openHttp(baseUrl: string, apiKey: string, kept = true): Http {
  const agent = new Agent({ keepAlive: kept });
  const send = (method: string, path: string, body?: unknown): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${apiKey}`,
        accept: 'application/json',
        ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      };
      const sent = request(`${baseUrl}${path}`, { method, agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
        response.on('error', reject);
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // The server may close a kept connection just when it is taken again; reading twice harms nobody.
        if (method === 'GET' && sent.reusedSocket && error.code === 'ECONNRESET') send(method, path, body).then(resolve, reject);
        else reject(error);
      });
      sent.end(text);
    });
  return {
    send,
    stop: async () => agent.destroy(),
  };
}
