import { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded into every Node process that `npm start` runs (`node --import`). File descriptor 3 is a pipe held by the starting
 * process; when it closes, that process is gone, however it ended, and this one leaves in an orderly way. Threads and
 * forks inherit Node's arguments but not the descriptor, hence the look at who our parent is.
 */
if (isMainThread && process.env['STELLWERK_LEASH'] === String(process.ppid)) {
  const leash = new Socket({ fd: 3, readable: true, writable: false });
  leash.on('error', () => undefined);
  leash.on('close', () => process.kill(process.pid, 'SIGTERM'));
  leash.resume();
  leash.unref();
}
