import type { Client } from 'ssh2';
import type { WindowBudget } from '../window-budget.js';
import { giveCredit, onChannelData, type SshChannel } from './internals.js';

const MIB = 1_048_576;
/** What ssh2 grants when a channel opens, and what OpenSSH grants: enough for 13 MiB/s at 150 ms. */
const FIRST_WINDOW = 2 * MIB;
/** Where growth ends: 100 MiB/s at 150 ms. */
const LARGEST_WINDOW = 16 * MIB;

const WINDOW = Symbol('window');

interface Window {
  limit: number;
  /** Bytes of the current round trip and when it began. */
  bytes: number;
  since: number;
}

export interface WindowOptions {
  readonly budget: WindowBudget;
  /** Shortest round trip seen on this connection, milliseconds; null while unknown. */
  readonly roundTripMs: () => number | null;
  readonly now: () => number;
  /** Told after each delivery. */
  readonly delivered: (channel: SshChannel) => void;
}

/**
 * Own receive windows for every channel of a client. Credit is given back after each sixteenth consumed, and a window
 * grows while it is what limits the sender: when at least half of it arrived within one round trip (the rule of Dynamic
 * Right-Sizing, Fisk and Feng 2001). On a short path that never happens, so nothing is spent there.
 */
export function ownReceiveWindows(client: Client, options: WindowOptions): void {
  const windowOf = (channel: SshChannel & { [WINDOW]?: Window }): Window => {
    const known = channel[WINDOW];
    if (known) return known;
    const made = { limit: FIRST_WINDOW, bytes: 0, since: options.now() };
    channel[WINDOW] = made;
    channel.once('close', () => options.budget.give(made.limit - FIRST_WINDOW));
    const read = channel._read.bind(channel);
    channel._read = (size) => {
      // The slow reader has caught up: what was withheld is given now.
      if (!channel._waitChanDrain) return read(size);
      channel._waitChanDrain = false;
      refill(channel, made);
    };
    return made;
  };

  const refill = (channel: SshChannel, window: Window): void => {
    const missing = window.limit - channel.incoming.window;
    if (missing >= window.limit >> 4) giveCredit(client, channel, missing);
  };

  const grow = (window: Window, bytes: number): void => {
    const now = options.now();
    const roundTrip = options.roundTripMs();
    window.bytes += bytes;
    if (roundTrip === null || now - window.since < roundTrip) return;
    const limited = window.bytes * 2 >= window.limit && now - window.since < 2 * roundTrip + 1;
    window.bytes = 0;
    window.since = now;
    if (limited && window.limit < LARGEST_WINDOW && options.budget.take(window.limit)) window.limit *= 2;
  };

  onChannelData(client, (channel, data) => {
    const window = windowOf(channel);
    channel.incoming.window -= data.length;
    if (channel.incoming.window < 0) {
      // More than was allowed: a server that does not keep to the protocol would fill our memory.
      channel.close();
      return;
    }
    grow(window, data.length);
    if (channel.push(data)) refill(channel, window);
    else channel._waitChanDrain = true;
    options.delivered(channel);
  });
}
