import type { Duplex } from 'node:stream';
import type { Fault, HostKey, Result } from '@stellwerk/domain';

/** What a live SSH connection can do, whichever engine speaks it. A fault is a value; nothing here throws or rejects. */
export interface Session {
  readonly engine: 'ssh2' | 'openssh';
  /** The key that the server proved to hold. */
  readonly hostKey: HostKey;
  /** Names of the negotiated algorithms, for display. */
  readonly negotiated: { readonly kex: string; readonly cipher: string; readonly mac: string } | null;
  /** Resolves exactly once, when the connection is over, with the reason. */
  readonly closed: Promise<Fault>;
  /** Round-trip time of the last keep-alive in milliseconds; null before the first. */
  roundTripMs(): number | null;
  /** Opens a connection from the SSH server to `host:port` (direct-tcpip). */
  open(host: string, port: number): Promise<Result<Duplex>>;
  /** Asks the SSH server to listen (tcpip-forward) and proves what it really bound. `onConnection` gets each forwarded connection. */
  listen(request: RemoteListenRequest): Promise<Result<RemoteListener>>;
  /** Runs a command; null when the account may not, or it did not finish in time. */
  run(command: string, timeoutMs: number): Promise<string | null>;
  /** Ends the connection now. Idempotent. */
  destroy(): void;
}

export interface RemoteListenRequest {
  readonly port: number;
  /** `private`: loopback of the SSH server only. `gateway`: every address of it. */
  readonly exposure: 'private' | 'gateway';
  readonly onConnection: (stream: Duplex, from: { readonly address: string; readonly port: number }) => void;
}

/** What the server bound: proven by a connection through the session itself, since the protocol's answer lies both ways. */
export type Binding = 'loopback' | 'every-address' | 'unverified';

export interface RemoteListener {
  readonly binding: Binding;
  close(): Promise<void>;
}
