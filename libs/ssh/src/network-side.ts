import { createServer, type Server } from 'node:net';
import { failed, fault, type Fault, ok, type Result } from '@stellwerk/domain';
import type { Connect } from './session.js';
import type { Side, SideListener, SideListenRequest } from './side.js';
import { sourceFilter } from './source-filter.js';

export interface NetworkSideOptions {
  /** Address of this machine to listen on. */
  readonly listenAddress: string;
  /** Addresses of the PBX itself (IP literals): the only callers of a private mapping. */
  readonly pbxAddresses: readonly string[];
  /** Declared networks of the PBX in CIDR notation: who may call a gateway mapping that names no `allowFrom`. */
  readonly networks: readonly string[];
  readonly connect: Connect;
}

/** A PBX in the same network answers at once or not at all, milliseconds. */
const DIAL_MS = 10_000;
const BACKLOG = 4_096;

function listenFault(code: string | undefined, address: string, port: number): Fault {
  const params = { address, port };
  if (code === 'EADDRINUSE') return fault('local-port-taken', params);
  if (code === 'EACCES') return fault('local-port-privileged', params);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EINVAL') return fault('listen-address-unavailable', params);
  return fault('internal-error', { ...params, detail: code ?? 'listen' });
}

/** The dialer speaks of a host; on this side the host is the PBX. */
function pbxFault(cause: Fault, host: string, port: number): Fault {
  if (cause.code === 'connection-refused') return fault('pbx-refused', { host, port });
  if (cause.code === 'address-forbidden') return cause;
  return fault('pbx-unreachable', { host, port });
}

const allowedBy = ({ pbxAddresses, networks }: NetworkSideOptions, { exposure, allowFrom = [] }: SideListenRequest): readonly string[] =>
  exposure === 'private' ? pbxAddresses : [...pbxAddresses, ...(allowFrom.length > 0 ? allowFrom : networks)];

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    // Resolves when the port is free; connections that were handed out are their owner's.
    server.close();
    setImmediate(resolve);
  });

function listen(options: NetworkSideOptions, request: SideListenRequest): Promise<Result<SideListener>> {
  const { listenAddress } = options;
  const mayConnect = sourceFilter(allowedBy(options, request));
  return new Promise((resolve) => {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      socket.on('error', () => undefined);
      if (!mayConnect(socket.remoteAddress)) {
        socket.destroy();
        return;
      }
      request.onConnection(socket, { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 });
    });
    server.once('error', (error: NodeJS.ErrnoException) => resolve(failed(listenFault(error.code, listenAddress, request.port))));
    server.listen({ host: listenAddress, port: request.port, backlog: BACKLOG, exclusive: true }, () => {
      server.on('error', () => undefined);
      resolve(
        ok({ binding: listenAddress === '0.0.0.0' || listenAddress === '::' ? 'every-address' : 'loopback', close: () => close(server) }),
      );
    });
  });
}

/** The side in this worker's own network. Whoever may not connect is cut at once; an unreadable address counts as not allowed. */
export const networkSide = (options: NetworkSideOptions): Side => ({
  listen: (request) => listen(options, request),
  dial: async (host, port) => {
    // Not AbortSignal.timeout: each would outlive its connection by ten seconds.
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), DIAL_MS);
    const socket = await options.connect(host, port, late.signal);
    clearTimeout(timer);
    if (!socket.ok) return failed(pbxFault(socket.fault, host, port));
    socket.value.setNoDelay(true);
    socket.value.allowHalfOpen = true;
    return ok(socket.value.on('error', () => undefined));
  },
});
