import { connect, createServer, type Socket } from 'node:net';
import { serve } from '../child.js';

/** How a link behaves: one-way delay, and bytes per second each way (0: no limit). */
interface LinkOptions {
  readonly target: number;
  readonly delayMs: number;
  readonly bytesPerSecond: number;
}

/** One TCP connection through the link. When `silent`, both ends stay open and every byte is swallowed. */
interface Flow {
  readonly near: Socket;
  readonly far: Socket;
  silent: boolean;
  /** Wall clock at which the near end gave a silenced connection up, milliseconds. */
  givenUpAt: number | null;
}

const links = new Map<number, Flow[]>();
/** A router's queue: more than this waiting, and the sender is held back. */
const QUEUE_BYTES = 65_536;
const FLOOD_BYTES = 33_554_432;

/** Carries bytes one way: each chunk leaves `delayMs` after it came, no faster than the rate. */
function carry(from: Socket, to: Socket, flow: Flow, options: LinkOptions): void {
  const limit = options.bytesPerSecond;
  const queue: { due: number; chunk: Buffer | null }[] = [];
  let waiting = 0;
  let free = 0;
  let timer: NodeJS.Timeout | null = null;
  const tick = (): void => {
    timer = null;
    for (let head = queue[0]; head; head = queue[0]) {
      const wait = head.due - performance.now();
      if (wait > 0.3) {
        timer = setTimeout(tick, wait);
        return;
      }
      queue.shift();
      if (flow.silent) continue;
      if (head.chunk === null) to.end();
      else {
        waiting -= head.chunk.length;
        to.write(head.chunk);
      }
    }
    if (from.isPaused() && waiting < (limit ? QUEUE_BYTES : FLOOD_BYTES) && to.writableLength < FLOOD_BYTES) from.resume();
  };
  const enqueue = (chunk: Buffer | null): void => {
    const now = performance.now();
    const size = chunk?.length ?? 0;
    free = Math.max(free, now) + (limit ? (size / limit) * 1000 : 0);
    queue.push({ due: Math.max(free, now) + options.delayMs, chunk });
    waiting += size;
    if (waiting >= (limit ? QUEUE_BYTES : FLOOD_BYTES)) from.pause();
    timer ??= setTimeout(tick, Math.max(0, (queue[0]?.due ?? now) - now));
  };
  from.on('data', (chunk: Buffer) => {
    if (!flow.silent) enqueue(chunk);
  });
  from.on('end', () => {
    if (!flow.silent) enqueue(null);
  });
}

function accept(near: Socket, flows: Flow[], options: LinkOptions): void {
  const far = connect({ port: options.target, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  const flow: Flow = { near, far, silent: false, givenUpAt: null };
  flows.push(flow);
  carry(near, far, flow, options);
  carry(far, near, flow, options);
  const part = (other: Socket): void => {
    if (!flow.silent) setTimeout(() => other.destroy(), options.delayMs + 50);
  };
  near
    .on('error', () => undefined)
    .on('close', () => {
      if (flow.silent) flow.givenUpAt ??= Date.now();
      part(far);
    });
  near.on('end', () => {
    if (flow.silent) flow.givenUpAt ??= Date.now();
  });
  far.on('error', () => undefined).on('close', () => part(near));
}

/**
 * A network in a process of its own. A silenced connection is a true silence: neither end is told anything, no byte and
 * no end of stream crosses any more, while new connections pass, as when a NAT router has forgotten its table.
 */
const commands = {
  open: (options: LinkOptions): Promise<number> => {
    const flows: Flow[] = [];
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => accept(near, flows, options));
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
        const { port } = server.address() as { port: number };
        links.set(port, flows);
        resolve(port);
      });
    });
  },
  /** Silences every connection that is open now; gives the wall clock and how many there were. */
  cut: (port: number): { at: number; count: number } => {
    const open = (links.get(port) ?? []).filter((flow) => !flow.silent && !flow.near.destroyed);
    for (const flow of open) flow.silent = true;
    return { at: Date.now(), count: open.length };
  },
  /** When the near end gave up the silenced connections of a link, oldest first; null where it has not yet. */
  givenUp: (port: number): readonly (number | null)[] =>
    (links.get(port) ?? []).filter((flow) => flow.silent).map((flow) => flow.givenUpAt),
  /** How many connections were ever opened through a link, and how many live. */
  count: (port: number): { opened: number; alive: number } => {
    const flows = links.get(port) ?? [];
    return { opened: flows.length, alive: flows.filter((flow) => !flow.silent && !flow.near.destroyed).length };
  },
  /** Forgets the silenced connections and closes what is left of them. */
  sweep: (port: number): null => {
    const flows = links.get(port) ?? [];
    for (const flow of flows.filter((f) => f.silent)) {
      flow.near.destroy();
      flow.far.destroy();
    }
    links.set(port, flows);
    flows.splice(0, flows.length, ...flows.filter((f) => !f.silent));
    return null;
  },
};
export type LinkCommands = typeof commands;

serve(commands);
