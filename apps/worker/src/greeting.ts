import type { Dialer } from '@stellwerk/probe';
import type { WatchedHost } from './gate/host-watch.js';

const CONNECT_MS = 3_000;
const GREETING_MS = 3_000;

/** One cheap look at a host that was down: connects through the guard and waits for the first bytes of an SSH greeting (RFC 4253, section 4.2). */
export async function greets(dialer: Dialer, { host, port, allowedNetworks }: WatchedHost, signal: AbortSignal): Promise<boolean> {
  const socket = await dialer.connect(host, port, { allowedNetworks, signal, timeoutMs: CONNECT_MS });
  if (!socket.ok) return false;
  return new Promise((resolve) => {
    const settle = (yes: boolean): void => {
      clearTimeout(timer);
      socket.value.destroy();
      resolve(yes);
    };
    const timer = setTimeout(() => settle(false), GREETING_MS);
    // A server may say other lines first; that it speaks at all is enough to let the tunnels try.
    socket.value
      .once('data', () => settle(true))
      .once('close', () => settle(false))
      .on('error', () => undefined);
  });
}
