import type { Session } from './session.js';
import type { Side, SideListenRequest } from './side.js';
import { sourceFilter } from './source-filter.js';

/** The listening machine itself is always let in. */
const ITSELF = ['127.0.0.1', '::1'];

/**
 * Who reached the server's port is what the server says of it (RFC 4254, section 7.2: originator address). Without
 * `allowFrom` everybody whom the server's own network lets through may come.
 */
function filtered({ exposure, allowFrom = [], onConnection }: SideListenRequest): SideListenRequest['onConnection'] {
  if (exposure === 'private' || allowFrom.length === 0) return onConnection;
  const mayConnect = sourceFilter([...ITSELF, ...allowFrom]);
  return (stream, from) => {
    if (mayConnect(from.address)) return onConnection(stream, from);
    stream.on('error', () => undefined).destroy();
  };
}

/** The side behind an SSH session: `listen` is tcpip-forward, `dial` is direct-tcpip (RFC 4254, section 7). */
export const sshSide = (session: Session): Side => ({
  listen: (request) => session.listen({ port: request.port, exposure: request.exposure, onConnection: filtered(request) }),
  dial: (host, port) => session.open(host, port),
});
