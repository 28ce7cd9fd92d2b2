import type { Session } from './session.js';
import type { Side } from './side.js';

/** The side behind an SSH session: `listen` is tcpip-forward, `dial` is direct-tcpip (RFC 4254, section 7). */
export const sshSide = (session: Session): Side => ({
  listen: ({ port, exposure, onConnection }) => session.listen({ port, exposure, onConnection }),
  dial: (host, port) => session.open(host, port),
});
