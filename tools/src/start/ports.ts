import { connect } from 'node:net';

/** True when something accepts connections there. */
export const answers = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host });
    const settle = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(2_000, () => settle(false));
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
