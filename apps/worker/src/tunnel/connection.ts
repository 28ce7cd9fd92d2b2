import { isIP, type Socket } from 'node:net';
import { type Credential, failed, type Fault, fault, type HostKey, judgeHostKey, ok, type Result } from '@stellwerk/domain';
import type { Dialer } from '@stellwerk/probe';
import { dial, networkSide, type PresentedHostKey, type Session, type Side, sshSide } from '@stellwerk/ssh';
import type { DesiredSshServer, DesiredTunnel } from '@stellwerk/store';
import type { HandshakeGate } from '../gate/handshake-gate.js';
import type { WatchedHost } from '../gate/host-watch.js';
import type { RefusedCredentials } from '../gate/refused-credentials.js';

/** A tunnel's two ends, alive. Losing either of them is losing the tunnel. */
export interface Connection {
  readonly server: Session;
  /** The session to the PBX itself, with access `ssh`. */
  readonly pbx: Session | null;
  readonly serverSide: Side;
  readonly pbxSide: Side;
  /** Where the PBX's services are dialled from its side: its address, or its own loopback through SSH. */
  readonly pbxHost: string;
  readonly closed: Promise<Fault>;
  destroy(): void;
}

/** On whose behalf somebody signs in to a server: a tunnel, or a check that looks from inside a customer's network. */
export type SignInParty = Pick<DesiredTunnel, 'id' | 'providerId' | 'tenantId' | 'allowedNetworks'> & { readonly as?: 'check' };

/** Who keeps the trusted host keys. */
export interface HostKeys {
  /** What the store shows now, freshly read. */
  learn(server: DesiredSshServer): void;
  /** The keys trusted now; empty before the first use. */
  pinned(server: DesiredSshServer): readonly HostKey[];
  /** Nothing was pinned and the server has proven this key: trust on first use. */
  trustFirst(party: SignInParty, server: DesiredSshServer, key: HostKey): void;
  /** The server showed a key that is not trusted; a person may want to accept it. */
  noteRefused(party: SignInParty, server: DesiredSshServer, key: HostKey): void;
}

export interface ConnectDeps {
  readonly dialer: Dialer;
  readonly gate: HandshakeGate;
  readonly refused: RefusedCredentials;
  /** Opens a sealed credential just in time; it is dropped after the handshake. */
  readonly openCredential: (party: SignInParty, server: DesiredSshServer) => Promise<Result<Credential>>;
  readonly hostKeys: HostKeys;
}

/** Milliseconds. A SYN that the network swallowed is repeated after 1 and 3 s; longer than this another attempt is the better repeat. */
const CONNECT_MS = 4_000;
const HANDSHAKE_MS = 10_000;

export const watched = (t: Pick<SignInParty, 'tenantId' | 'allowedNetworks'>, s: DesiredSshServer): WatchedHost => ({
  tenantId: t.tenantId,
  host: s.host,
  port: s.port,
  allowedNetworks: t.allowedNetworks,
});

/** The servers a tunnel must be signed in to: its SSH server, and the PBX with access `ssh`. */
export const serversOf = (t: DesiredTunnel): readonly DesiredSshServer[] =>
  t.pbx.access === 'ssh' && t.pbx.sshServer ? [t.sshServer, t.pbx.sshServer] : [t.sshServer];

/** Connects both ends of a tunnel. All or nothing: a half that came up alone is ended again. */
export async function connectTunnel(tunnel: DesiredTunnel, signal: AbortSignal, deps: ConnectDeps): Promise<Result<Connection>> {
  const server = await signIn(tunnel, tunnel.sshServer, signal, deps);
  if (!server.ok) return server;
  const near = await nearEnd(tunnel, signal, deps);
  if (!near.ok) {
    server.value.destroy();
    return near;
  }
  const sessions = near.value.session ? [server.value, near.value.session] : [server.value];
  return ok({
    server: server.value,
    pbx: near.value.session,
    serverSide: sshSide(server.value),
    pbxSide: near.value.side,
    pbxHost: near.value.host,
    closed: near.value.session ? Promise.race(sessions.map((s) => s.closed)) : server.value.closed,
    destroy: () => sessions.forEach((s) => s.destroy()),
  });
}

interface NearEnd {
  readonly session: Session | null;
  readonly side: Side;
  readonly host: string;
}

async function nearEnd(tunnel: DesiredTunnel, signal: AbortSignal, deps: ConnectDeps): Promise<Result<NearEnd>> {
  const { pbx, allowedNetworks } = tunnel;
  if (pbx.access === 'ssh') {
    if (!pbx.sshServer) return failed(fault('credential-unusable', {}, 'pbx'));
    const session = await signIn(tunnel, pbx.sshServer, signal, deps);
    if (!session.ok) return failed({ ...session.fault, hop: 'pbx' });
    return ok({ session: session.value, side: sshSide(session.value), host: '127.0.0.1' });
  }
  const addresses = isIP(pbx.address) ? [pbx.address] : await resolved(tunnel, signal, deps);
  const side = networkSide({
    listenAddress: pbx.listenAddress,
    pbxAddresses: addresses,
    networks: pbx.networks,
    connect: (host, port, within) => deps.dialer.connect(host, port, { allowedNetworks, signal: within, timeoutMs: CONNECT_MS }),
  });
  return ok({ session: null, side, host: pbx.address });
}

/** A PBX whose name does not resolve right now is a fault of its mappings (nobody may call), not of the tunnel. */
async function resolved(tunnel: DesiredTunnel, signal: AbortSignal, { dialer }: ConnectDeps): Promise<readonly string[]> {
  const found = await dialer.resolve(tunnel.pbx.address, 1, { allowedNetworks: tunnel.allowedNetworks, signal, timeoutMs: CONNECT_MS });
  return found.ok ? found.value.addresses : [];
}

/** Signs in to a server: one attempt through the gate, the host key judged before any credential leaves this machine. */
export async function signIn(
  party: SignInParty,
  server: DesiredSshServer,
  signal: AbortSignal,
  deps: ConnectDeps,
): Promise<Result<Session>> {
  const before = deps.refused.find(server);
  if (before) return failed(before);
  const host = watched(party, server);
  const tcp = async (within: AbortSignal): Promise<Result<Socket>> => {
    const socket = await deps.dialer.connect(server.host, server.port, {
      allowedNetworks: party.allowedNetworks,
      signal: within,
      timeoutMs: CONNECT_MS,
    });
    // An SSH connection has no use for half of one: the server's FIN is its end.
    if (socket.ok) socket.value.allowHalfOpen = false;
    return socket;
  };
  let shown: PresentedHostKey | null = null;
  const result = await deps.gate.pass(host, signal, {
    connect: tcp,
    discard: (socket: Socket) => void socket.destroy(),
    handshake: async (socket: Socket) => {
      const credential = await deps.openCredential(party, server);
      if (!credential.ok) {
        socket.destroy();
        return credential;
      }
      let first: Socket | null = socket;
      return dial({
        host: server.host,
        port: server.port,
        username: server.username,
        credential: credential.value,
        // The socket is already open; a second connection (another engine trying) is dialled anew through the same guard.
        connect: async (_host, _port, within) => {
          const ready = first;
          first = null;
          return ready ? ok(ready) : tcp(within);
        },
        judgeHostKey: (key) => {
          shown = key;
          const judged = judgeHostKey(deps.hostKeys.pinned(server), key);
          return typeof judged === 'string' ? 'trusted' : judged;
        },
        pinnedTypes: deps.hostKeys.pinned(server).map((k) => k.type),
        engine: server.engine,
        timeoutMs: HANDSHAKE_MS,
        signal,
      });
    },
  });
  if (result.ok) return confirmed({ party, server, session: result.value }, deps);
  if (result.fault.code === 'credentials-refused') deps.refused.note(server, result.fault);
  if (shown && (result.fault.code === 'host-key-changed' || result.fault.code === 'host-key-unconfirmed'))
    deps.hostKeys.noteRefused(party, server, shown);
  return result;
}

/** Judged again, now that the key is proven: meanwhile another tunnel may have trusted a first key of the same server. */
function confirmed(
  { party, server, session }: { party: SignInParty; server: DesiredSshServer; session: Session },
  { hostKeys }: ConnectDeps,
): Result<Session> {
  const judged = judgeHostKey(hostKeys.pinned(server), session.hostKey);
  if (typeof judged !== 'string') {
    session.destroy();
    hostKeys.noteRefused(party, server, session.hostKey);
    return failed(judged);
  }
  if (judged === 'first-use') hostKeys.trustFirst(party, server, session.hostKey);
  return ok(session);
}
