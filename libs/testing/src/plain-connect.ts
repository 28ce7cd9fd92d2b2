import { connect, type Socket } from 'node:net';
import { failed, fault, ok, type Result } from '@stellwerk/domain';

/** A dialer without a guard, for tests only: opens TCP and says how it failed in the closed set of faults. */
export const plainConnect = (host: string, port: number, signal?: AbortSignal): Promise<Result<Socket>> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    const give = (): void => {
      socket.destroy();
      resolve(failed(fault('connection-timed-out', { host, port })));
    };
    signal?.addEventListener('abort', give, { once: true });
    socket.once('connect', () => {
      signal?.removeEventListener('abort', give);
      socket.removeListener('error', refuse);
      resolve(ok(socket));
    });
    const refuse = (error: NodeJS.ErrnoException): void => {
      const code =
        error.code === 'ECONNREFUSED' ? 'connection-refused' : error.code === 'ENOTFOUND' ? 'name-not-found' : 'network-unreachable';
      resolve(failed(fault(code, { host, port })));
    };
    socket.once('error', refuse);
  });
