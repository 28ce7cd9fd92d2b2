import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Result } from '@stellwerk/domain';
import { connectAddress } from '../connect-address.js';
import { type Deadline, startDeadline } from '../deadline.js';
import { decodeReply, encodeQuery, type Query, type Reply } from './message.js';

/** A question without what only this attempt knows. */
export type Asked = Omit<Query, 'id'>;
/** `TIMEOUT`: no answer in time. `UNREACHABLE`: nobody listens there, or there is no way. `MALFORMED`: cannot be read. `FORBIDDEN`: not asked. */
export type Silence = 'TIMEOUT' | 'UNREACHABLE' | 'MALFORMED' | 'FORBIDDEN';
export type Transport = (asked: Asked, deadline: Deadline) => Promise<Reply | Silence>;

const UDP_TRY_MS = 2_000;
const UDP_TRIES = 2;
const TCP_MS = 4_000;
/** Answers to somebody else's questions that are put up with; more is an attempt to guess ours. */
const MAX_STRAYS = 16;

/**
 * UDP first, and again once; TCP when the answer was cut off or strangers meddle. Every attempt has a socket of its own, connected to the
 * server: the kernel picks its port at random (RFC 5452 §9.2) and hands on only what comes from there.
 * @param address a judged address
 */
export const addressTransport =
  (address: string, port: number): Transport =>
  async (asked, deadline) => {
    let last: Reply | Silence = 'TIMEOUT';
    for (let i = 0; i < UDP_TRIES && !deadline.signal.aborted; i += 1) {
      const answer = await overUdp({ address, port }, asked, deadline);
      if (answer === 'stream')
        return overTcp(asked, deadline, (signal) => connectAddress({ address, port }, {}, { signal, timeoutMs: TCP_MS }));
      last = answer;
      if (last !== 'TIMEOUT') break;
    }
    return last;
  };

/** DNS over TCP alone (RFC 7766), over whatever stream can be had: a channel of an SSH server, for instance. */
export const streamTransport =
  (open: (signal: AbortSignal) => Promise<Result<Duplex>>): Transport =>
  (asked, deadline) =>
    overTcp(asked, deadline, open);

const withId = (asked: Asked): Query => ({ ...asked, id: randomInt(65_536) });

function overUdp(
  server: { readonly address: string; readonly port: number },
  asked: Asked,
  deadline: Deadline,
): Promise<Reply | Silence | 'stream'> {
  const query = withId(asked);
  const limit = startDeadline(Math.min(UDP_TRY_MS, deadline.remainingMs()), deadline.signal);
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
    let strays = 0;
    const settle = (answer: Reply | Silence | 'stream'): void => {
      limit.signal.removeEventListener('abort', late);
      limit.dispose();
      socket.removeAllListeners().on('error', () => undefined);
      socket.close();
      resolve(answer);
    };
    const late = (): void => settle('TIMEOUT');
    if (limit.signal.aborted) return late();
    limit.signal.addEventListener('abort', late, { once: true });
    socket.on('error', () => settle('UNREACHABLE'));
    socket.on('message', (bytes) => {
      const reply = decodeReply(bytes, query);
      if (reply === 'malformed') return settle('MALFORMED');
      if (reply === 'other') return void ((strays += 1) > MAX_STRAYS && settle('stream'));
      settle(reply.truncated ? 'stream' : reply);
    });
    // Called with an error where there is no way there at all (IPv6 on a machine without it); sending would throw out of nowhere then.
    socket.connect(server.port, server.address, (error?: Error) => (error ? settle('UNREACHABLE') : socket.send(encodeQuery(query))));
  });
}

async function overTcp(asked: Asked, deadline: Deadline, open: (signal: AbortSignal) => Promise<Result<Duplex>>): Promise<Reply | Silence> {
  const limit = startDeadline(Math.min(TCP_MS, deadline.remainingMs()), deadline.signal);
  try {
    const opened = await open(limit.signal);
    if (!opened.ok) return limit.signal.aborted || opened.fault.code === 'connection-timed-out' ? 'TIMEOUT' : 'UNREACHABLE';
    const answer = await converseOver(opened.value, withId(asked), limit.signal);
    opened.value.destroy();
    return answer;
  } finally {
    limit.dispose();
  }
}

/** One message each way, each led by its length in two octets (RFC 1035 §4.2.2): 64 KiB is the most there can be. */
function converseOver(stream: Duplex, query: Query, signal: AbortSignal): Promise<Reply | Silence> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let received = 0;
    const settle = (answer: Reply | Silence): void => {
      signal.removeEventListener('abort', late);
      stream.removeListener('data', take).removeListener('end', ended).removeListener('close', ended);
      stream.on('error', () => undefined);
      resolve(answer);
    };
    const late = (): void => settle('TIMEOUT');
    const ended = (): void => settle(received > 0 ? 'MALFORMED' : 'UNREACHABLE');
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      received += chunk.length;
      if (received < 2) return;
      const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      chunks.splice(0, chunks.length, bytes);
      const length = bytes.readUInt16BE(0);
      if (bytes.length < 2 + length) return;
      const reply = decodeReply(bytes.subarray(2, 2 + length), query);
      settle(typeof reply === 'string' || reply.truncated ? 'MALFORMED' : reply);
    };
    if (signal.aborted) return late();
    if (stream.destroyed) return ended();
    signal.addEventListener('abort', late, { once: true });
    stream.on('error', ended).once('end', ended).once('close', ended).on('data', take);
    const message = encodeQuery(query);
    stream.write(Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message]));
  });
}
