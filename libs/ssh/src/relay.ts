import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { reuseWhenBusy } from './receive-buffer.js';
import type { RelayCounters } from './relay-counters.js';
import { carrierOf, sendDirectly, takeDirectly } from './ssh2/channel.js';

/** One connection being carried. */
export interface Relay {
  /** Resolves once, when both ends are gone. */
  readonly done: Promise<void>;
  /** Cuts both ends now. */
  destroy(): void;
}

/** How long an end that the other has left may still take its last data. */
const LINGER_MS = 120_000;
/** How often those who linger are looked at: one timer for all, as every connection lingers for a moment. */
const SWEEP_MS = 15_000;
/** Read at once from a busy connection, bytes: two full packets. */
const READ_BYTES = 65_536;
/** Bytes that may wait to be sent on one SSH connection before its senders pause; servers exist that grant windows without bound. */
const CARRIER_FULL = 4 * 1_048_576;

/** Cuts an end: whoever reads there sees an error, never the clean end of data that did not all come. */
function cut(stream: Duplex): void {
  if (stream instanceof Socket && !stream.connecting) stream.resetAndDestroy();
  else stream.destroy();
}

const lingering = new Map<Duplex, number>();
let sweeper: NodeJS.Timeout | null = null;

function sweep(): void {
  for (const [stream, deadline] of lingering) if (performance.now() > deadline) cut(stream);
  if (lingering.size > 0 || !sweeper) return;
  clearInterval(sweeper);
  sweeper = null;
}

function linger(stream: Duplex): void {
  lingering.set(stream, performance.now() + LINGER_MS);
  sweeper ??= setInterval(sweep, SWEEP_MS).unref();
}

/** Carries data one way. `onEnd` is told when the source has sent its last. */
function pump(from: Duplex, to: Duplex, count: (bytes: number) => void, onEnd: () => void): void {
  const carrier = carrierOf(to);
  let waiting = false;
  let resume = (): void => void from.resume();
  const write = (chunk: Buffer): boolean => {
    count(chunk.length);
    const room = (carrier !== null && sendDirectly(to, chunk)) || to.write(chunk);
    if (!carrier || carrier.writableLength <= CARRIER_FULL) return room;
    if (!waiting) {
      carrier.once('drain', () => {
        waiting = false;
        resume();
      });
    }
    waiting = true;
    return false;
  };
  const finish = (broken: boolean): void => {
    onEnd();
    if (broken) cut(to);
    // Both have said all they had, and the kernel has the last of it: a close says so in one call instead of two.
    else if (to instanceof Socket && to.readableEnded && to.writableLength === 0) to.destroy();
    else if (!to.writableEnded) to.end();
  };
  // A socket that has nothing to write has given all to the kernel; a channel has copied it into packets.
  const plain = to instanceof Socket || carrier !== null;
  const empty = (): boolean => plain && to.writableLength === 0;
  to.on('drain', () => resume());
  const more = takeDirectly(from, { data: write, end: finish, empty });
  if (more) {
    resume = more;
    return;
  }
  from.on('data', (chunk: Buffer) => {
    if (!write(chunk)) from.pause();
  });
  from.once('end', () => finish(false));
  if (from instanceof Socket) reuseWhenBusy(from, { bytes: READ_BYTES, taken: empty });
}

/**
 * Joins the PBX's end and the server's end of one connection, both ways, with back-pressure and half-open ends: a side
 * that has finished sending still receives everything (what a plain pair of pipes loses: up to 2 MB of the tail).
 */
export function relay(pbx: Duplex, server: Duplex, counters: RelayCounters): Relay {
  counters.connections += 1;
  counters.connectionsTotal += 1;
  let open = 2;
  const done = new Promise<void>((resolve) => {
    const watch = (end: Duplex, other: Duplex): (() => void) => {
      let ended = false;
      let closed = false;
      const close = (): void => {
        if (closed) return;
        closed = true;
        lingering.delete(end);
        open -= 1;
        if (open === 0) {
          counters.connections -= 1;
          resolve();
          return;
        }
        // It vanished in mid-sentence: the other must not take that for the end of the data.
        if (!ended) return cut(other);
        // It said all it had: the other takes the rest in its own time; what it still says reaches nobody.
        other.resume();
        if (!other.writableEnded) other.end();
        linger(other);
      };
      // Only an error cuts the other end. A close that follows an end must let the tail through.
      end.on('error', () => cut(other)).once('close', close);
      if (end.destroyed) close();
      return () => (ended = true);
    };
    const pbxEnded = watch(pbx, server);
    const serverEnded = watch(server, pbx);
    for (const stream of [pbx, server]) if (stream instanceof Socket) stream.allowHalfOpen = true;
    pump(pbx, server, (bytes) => (counters.bytesOut += bytes), pbxEnded);
    pump(server, pbx, (bytes) => (counters.bytesIn += bytes), serverEnded);
  });
  return {
    done,
    destroy: () => {
      cut(pbx);
      cut(server);
    },
  };
}
