import type { Duplex } from 'node:stream';
import type { Result } from '@stellwerk/domain';
import { plainConnect, type Sshd } from '@stellwerk/testing';
import { dial } from '../dial.js';
import type { DialOptions, Session } from '../session.js';

/** Dials a test's sshd with its own key, trusting what it shows; every option can be replaced. */
export const dialTo = (sshd: Sshd, options: Partial<DialOptions> = {}): Promise<Result<Session>> =>
  dial({
    host: sshd.host,
    port: sshd.port,
    username: sshd.username,
    credential: { kind: 'private-key', privateKey: sshd.userKey.privateKey },
    connect: plainConnect,
    judgeHostKey: () => 'trusted',
    ...options,
  });

/** The value of a result that must be one; the fault is the error message otherwise. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

/** The fault code of a result, or `ok`. */
export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.fault.code);

/** Everything a stream says until it ends. */
export async function readAll(stream: Duplex): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
