import { createServer } from 'node:net';

// Below the range the kernel hands out to outgoing connections (net.ipv4.ip_local_port_range starts at 32768): a load
// test opens thousands of those, and one of them must not sit on a port that is to be listened on.
const FIRST = 16_000;
const LAST = 31_000;
let next = FIRST + (process.pid % 12_000);

const usable = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A loopback port nobody listens on, each handed out once in a run. */
export async function port(): Promise<number> {
  for (;;) {
    next = next >= LAST ? FIRST : next + 1;
    if (await usable(next)) return next;
  }
}

/** Several of them. */
export async function ports(count: number): Promise<readonly number[]> {
  const found: number[] = [];
  while (found.length < count) found.push(await port());
  return found;
}
