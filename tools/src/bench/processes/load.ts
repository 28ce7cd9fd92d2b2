import { serve } from '../child.js';
import { bulk, connections, greet, roundTrips, slowReader } from './load-client.js';
import { listen } from './load-target.js';
import { burden, release, untilEcho } from './load-watch.js';

/** The load generator: the machine behind the tunnel and the programs that use it, in one process of their own. */
const commands = {
  listen: (_input: null) => listen(),
  bulk,
  greet: (input: { port: number; timeoutMs: number }) => greet(input.port, input.timeoutMs),
  connections,
  roundTrips,
  slowReader,
  untilEcho,
  burden: (input: { port: number; way: 'up' | 'down'; streams: number }) =>
    burden({ ...input, transfer: (way, bytes) => bulk({ port: input.port, way, bytes }) }),
  release: (handle: number) => release(handle),
};
export type LoadCommands = typeof commands;

serve(commands);
