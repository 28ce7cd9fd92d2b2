import { connect, type Socket } from 'node:net';
import { quantile } from '../statistics.js';
import { arrived, pour, sip } from './load-target.js';

const open = (port: number): Socket => connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });

/** Moves `bytes` through the port and gives the seconds from connect to the last byte's arrival. `up`: away from the one who connected. */
export function bulk(input: { port: number; way: 'up' | 'down'; bytes: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    let left = input.way === 'up' ? 1 : input.bytes;
    const buffer = Buffer.alloc(262_144);
    const socket = connect({
      port: input.port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer,
        callback: (count) => {
          left -= count;
          if (left <= 0) {
            resolve((performance.now() - began) / 1000);
            socket.destroy();
          }
          return true;
        },
      },
    });
    socket.once('connect', () => {
      socket.write(`${input.way} ${input.bytes}\n`);
      if (input.way === 'up') pour(socket, input.bytes, () => undefined);
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`closed with ${left} bytes to come`)));
  });
}

/** One connection: opened, one echo, closed. Milliseconds; rejects when it does not answer in time. */
export function greet(port: number, timeoutMs = 10_000): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const socket = open(port);
    const late = setTimeout(() => socket.destroy(new Error('no answer')), timeoutMs);
    socket.once('connect', () => socket.write('echo\n!'));
    socket.once('data', () => {
      resolve(performance.now() - began);
      socket.end();
    });
    socket.once('error', reject);
    socket.once('end', () => socket.end());
    socket.once('close', () => {
      clearTimeout(late);
      reject(new Error('closed without an answer'));
    });
  });
}

export interface Rate {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

const rate = (times: readonly number[], errors: number, seconds: number): Rate => ({
  perSecond: times.length / seconds,
  p50Ms: quantile(times, 0.5),
  p99Ms: quantile(times, 0.99),
  errors,
});

/** New connections for `ms` milliseconds, `abreast` of them at any moment. */
export async function connections(input: { port: number; abreast: number; ms: number }): Promise<Rate> {
  const times: number[] = [];
  let errors = 0;
  const began = performance.now();
  const lane = async (): Promise<void> => {
    while (performance.now() - began < input.ms)
      await greet(input.port).then(
        (ms) => times.push(ms),
        () => (errors += 1),
      );
  };
  await Promise.all(Array.from({ length: input.abreast }, lane));
  return rate(times, errors, (performance.now() - began) / 1000);
}

/** Round trips of 64 bytes over `abreast` standing connections for `ms` milliseconds. */
export async function roundTrips(input: { port: number; abreast: number; ms: number }): Promise<Rate> {
  const block = Buffer.alloc(64, 0x21);
  const times: number[] = [];
  const began = performance.now();
  const lane = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = open(input.port);
      let sent = 0;
      let missing = block.length;
      const ask = (): void => {
        sent = performance.now();
        missing = block.length;
        socket.write(block);
      };
      socket.once('connect', () => {
        socket.write('echo\n');
        ask();
      });
      socket.on('data', (chunk: Buffer) => {
        missing -= chunk.length;
        if (missing > 0) return;
        times.push(performance.now() - sent);
        if (performance.now() - began < input.ms) return ask();
        socket.end();
        resolve();
      });
      socket.once('end', () => socket.end());
      socket.once('error', reject);
    });
  await Promise.all(Array.from({ length: input.abreast }, lane));
  return rate(times, 0, (performance.now() - began) / 1000);
}

let serial = 0;

/** Sends everything at once and closes while the reader takes its time; gives how many bytes never arrived. */
export async function slowReader(input: { port: number; way: 'up' | 'down'; bytes: number }): Promise<number> {
  const socket = open(input.port);
  const failed = new Promise<never>((_, reject) => socket.once('error', reject));
  const name = String((serial += 1));
  const over = new Promise<number>((resolve) => {
    if (input.way === 'down') {
      let got = 0;
      socket.write(`down ${input.bytes}\n`);
      sip(socket, (bytes) => (got += bytes));
      socket.once('end', () => {
        socket.end();
        resolve(input.bytes - got);
      });
      return;
    }
    socket.write(`slow ${name}\n`);
    pour(socket, input.bytes, () => socket.end());
    const look = setInterval(() => {
      const count = arrived.get(name);
      if (!count?.ended) return;
      clearInterval(look);
      resolve(input.bytes - count.bytes);
    }, 20);
    socket.resume();
  });
  return Promise.race([over, failed]);
}
