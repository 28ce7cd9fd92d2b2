import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { startTcpServer } from '@stellwerk/testing';
import { reuseReceiveBuffer } from './receive-buffer.js';

const KIB = 1024;

/** Sends `data` to an accepted socket that reads into a reused buffer; gives every chunk as the reader saw it. */
async function receive(
  data: Buffer,
  taken: (kept: Buffer[]) => boolean,
): Promise<{ readonly allowed: boolean; readonly kept: Buffer[]; readonly bytes: number }> {
  const kept: Buffer[] = [];
  let bytes = 0;
  let allowed = false;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const server = await startTcpServer((socket: Socket) => {
    allowed = reuseReceiveBuffer(socket, { bytes: 64 * KIB, taken: () => taken(kept) });
    socket
      .on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        kept.push(chunk);
      })
      .once('end', finish);
  });
  connect({ port: server.port, host: '127.0.0.1' }).end(data);
  await finished;
  await server.close();
  return { allowed, kept, bytes };
}

describe('the receive buffer of a busy socket', () => {
  it('is one and the same as long as everything was taken', async () => {
    const { allowed, kept, bytes } = await receive(randomBytes(1024 * KIB), () => true);
    expect({ allowed, bytes, buffers: new Set(kept.map((chunk) => chunk.buffer)).size }).toEqual({
      allowed: true,
      bytes: 1024 * KIB,
      buffers: 1,
    });
    expect(kept.length).toBeGreaterThan(8);
  });

  it('is left to whoever still refers to it: no byte of kept data changes', async () => {
    const data = randomBytes(1024 * KIB);
    const { kept } = await receive(data, () => false);
    expect(Buffer.concat(kept).equals(data)).toBe(true);
  });
});
