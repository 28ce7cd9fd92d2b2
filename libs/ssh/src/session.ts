import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Credential, Fault, HostKey, Result, SshEngine } from '@stellwerk/domain';

/** Opens TCP to a name or an address. The guarded dialer (libs/probe) in production; nothing in this library opens a socket to a server by itself. */
export type Connect = (host: string, port: number, signal: AbortSignal) => Promise<Result<Socket>>;

/** A host key as the server presented it: what people see, and the blob of RFC 4253 (section 6.6) it was computed from. */
export interface PresentedHostKey extends HostKey {
  /** Size of the key in bits: 256 for ed25519, the modulus for RSA. */
  readonly bits: number;
  readonly blob: Buffer;
}

/** `trusted`, or the fault the connection ends with (`host-key-changed`, `host-key-unconfirmed`). */
export type HostKeyVerdict = 'trusted' | Fault;

/**
 * Asked once for each connection, before any credential leaves the machine. The server has not yet proven that it holds
 * the key: a judge must not remember anything. What was proven stands in `Session.hostKey`.
 */
export type HostKeyJudge = (key: PresentedHostKey) => HostKeyVerdict | Promise<HostKeyVerdict>;

/** Receive silence after which we ask, and how long we then wait for any byte. Milliseconds. */
export interface KeepAlive {
  readonly silenceMs: number;
  readonly answerMs: number;
}

export interface DialOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  /** Already opened; lives in memory only while the connection is made. */
  readonly credential: Credential;
  readonly connect: Connect;
  readonly judgeHostKey: HostKeyJudge;
  /** Types of the pinned keys. They are asked for first, so that a key type the server has added never reads as a changed key. */
  readonly pinnedTypes?: readonly string[];
  readonly engine?: SshEngine;
  readonly keepAlive?: KeepAlive;
  /** From the call to a usable session, milliseconds; 15,000 unless told. */
  readonly timeoutMs?: number;
  /** Restricts what is offered, by the names of RFC 4253 and its successors. For measurements; production leaves it out. */
  readonly algorithms?: { readonly kex?: readonly string[]; readonly ciphers?: readonly string[]; readonly macs?: readonly string[] };
  /** Ends the attempt; a session already handed out is not touched. */
  readonly signal?: AbortSignal;
}

/** What a live SSH connection can do, whichever engine speaks it. A fault is a value; nothing here throws or rejects. */
export interface Session {
  readonly engine: 'ssh2' | 'openssh';
  /** The key that the server proved to hold. */
  readonly hostKey: PresentedHostKey;
  /** Names of the negotiated algorithms, for display; null where the engine does not say. */
  readonly negotiated: { readonly kex: string; readonly cipher: string; readonly mac: string } | null;
  /** Resolves exactly once, when the connection is over, with the reason. */
  readonly closed: Promise<Fault>;
  /** Round-trip time of the last keep-alive in milliseconds; null before the first. */
  roundTripMs(): number | null;
  /** Opens a connection from the SSH server to `host:port` (direct-tcpip). */
  open(host: string, port: number): Promise<Result<Duplex>>;
  /** Asks the SSH server to listen (tcpip-forward) and proves what it really bound. `onConnection` gets each forwarded connection. */
  listen(request: RemoteListenRequest): Promise<Result<RemoteListener>>;
  /** Runs a command and gives what it printed; null when the account may not, it failed, or it did not finish in time. */
  run(command: string, timeoutMs: number): Promise<string | null>;
  /** Ends the connection now. Idempotent. */
  destroy(): void;
}

/** Where a forwarded connection came from, as the listening side says. */
export interface Origin {
  readonly address: string;
  readonly port: number;
}

export interface RemoteListenRequest {
  readonly port: number;
  /** `private`: loopback of the SSH server only. `gateway`: every address of it. */
  readonly exposure: 'private' | 'gateway';
  readonly onConnection: (stream: Duplex, from: Origin) => void;
}

/** What the server bound: proven by a connection through the session itself, since the protocol's answer lies both ways. */
export type Binding = 'loopback' | 'every-address' | 'unverified';

export interface RemoteListener {
  readonly binding: Binding;
  close(): Promise<void>;
}
