import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fault } from '@stellwerk/domain';
import type { Connect } from '../session.js';

/** Joins `ssh`'s standard streams to a Unix socket of ours: the far end of its ProxyCommand. */
const BRIDGE = `const s=require('node:net').connect({path:process.argv[2]});
process.stdin.pipe(s);s.pipe(process.stdout);s.on('error',()=>process.exit(1));s.on('close',()=>process.exit(0));
`;

/** A private folder (0700) for one `ssh` process: secrets, known host, control socket. Unix socket paths hold 104 bytes, so its name is short. */
export interface Workplace {
  readonly directory: string;
  path(name: string): string;
  write(name: string, text: string, executable?: boolean): Promise<string>;
  remove(name: string): Promise<void>;
  dispose(): Promise<void>;
}

export async function makeWorkplace(): Promise<Workplace> {
  const directory = await mkdtemp(join(tmpdir(), 'stw-'));
  await chmod(directory, 0o700);
  const path = (name: string): string => join(directory, name);
  return {
    directory,
    path,
    write: async (name, text, executable = false) => {
      await writeFile(path(name), text, { mode: executable ? 0o700 : 0o600 });
      return path(name);
    },
    remove: (name) => rm(path(name), { force: true }),
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}

/** The way out for `ssh`: it never opens a socket itself, so that the guarded dialer sees every connection of this engine too. */
export interface Bridge {
  /** The ProxyCommand that reaches it. */
  readonly command: string;
  /** What the dialer said when it could not connect. */
  fault(): Fault | null;
  /** Bytes received from the server so far. */
  bytesRead(): number;
  close(): void;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`.replaceAll('%', '%%');

/** Serves one Unix socket in the workplace; each connection to it becomes one dialed connection to the server. */
export async function makeBridge(
  place: Workplace,
  target: { host: string; port: number; connect: Connect; signal: AbortSignal },
): Promise<Bridge> {
  const script = await place.write('bridge.cjs', BRIDGE);
  const sockets = new Set<Socket>();
  let fault: Fault | null = null;
  let upstream: Socket | null = null;
  const server = createServer((local) => {
    sockets.add(local);
    local.on('error', () => undefined);
    void target.connect(target.host, target.port, target.signal).then((dialed) => {
      if (!dialed.ok) {
        fault = dialed.fault;
        local.destroy();
        return;
      }
      upstream = dialed.value;
      sockets.add(upstream);
      // An SSH connection that is closed on one side is over.
      upstream.allowHalfOpen = false;
      upstream
        .setNoDelay(true)
        .on('error', () => local.destroy())
        .on('close', () => local.destroySoon());
      local.on('close', () => dialed.value.destroy());
      local.pipe(upstream).pipe(local);
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(place.path('out'), resolve));
  return {
    command: `${quoted(process.execPath)} ${quoted(script)} ${quoted(place.path('out'))}`,
    fault: () => fault,
    bytesRead: () => upstream?.bytesRead ?? 0,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Connects to a Unix socket; null when nobody listens there. */
export const connectPath = (path: string): Promise<Socket | null> =>
  new Promise((resolve) => {
    const socket = connect({ path, allowHalfOpen: true });
    socket.once('connect', () => resolve(socket)).once('error', () => resolve(null));
    socket.on('error', () => undefined);
  });
