import { connect } from 'node:net';
import { REQUESTS } from './requests.js';
import type { DemoProtocol } from './services.js';

/** AMI clients stay connected; the others come, ask a few times, and go. */
const ROUNDS: Record<DemoProtocol, number> = { ldap: 4, mssql: 1, postgresql: 1, 'http-metrics': 1, ami: 40 };
const PAUSE_MS = 1_500;

/**
 * One visit through a mapping: connects, asks, reads the answer, asks again after a pause, leaves. Resolves when it is over,
 * however it ended: a tunnel that is down is part of the demonstration.
 */
export function visit(protocol: DemoProtocol, entrance: { host: string; port: number; from: string | undefined }): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: entrance.host, port: entrance.port, localAddress: entrance.from });
    let left = ROUNDS[protocol];
    let timer: NodeJS.Timeout | undefined;
    const ask = (): void => {
      left -= 1;
      socket.write(REQUESTS[protocol]);
    };
    socket.setTimeout(15_000, () => socket.destroy());
    socket.once('connect', ask);
    socket.on('data', () => {
      clearTimeout(timer);
      timer = setTimeout(() => (left > 0 ? ask() : socket.end()), left > 0 ? PAUSE_MS : 50);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
