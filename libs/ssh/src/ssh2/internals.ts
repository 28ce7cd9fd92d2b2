import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { ownCopy } from '../own-copy.js';

/**
 * Everything private of ssh2 that Stellwerk touches, in one place, read against ssh2 1.17.0 (lib/client.js, lib/Channel.js,
 * lib/utils.js, lib/protocol/Protocol.js). ssh2 offers no way to size a window, to enforce one, to ask for life with any
 * byte counting as the answer, to bound a greeting, or to decline host-key announcements; each of these can be had by
 * replacing a function of one *instance*. No prototype and no source is changed. `internals.spec.ts` fails when one moves.
 */
export interface SshChannel extends Duplex {
  readonly incoming: { readonly id: number; window: number; state: string };
  readonly outgoing: { readonly id: number; readonly packetSize: number; window: number; state: string };
  /** Set while the reader is slow: the window stays as it is until it drains. */
  _waitChanDrain: boolean;
  readonly stderr: Duplex;
  readonly _client: Client;
  eof(): void;
  close(): void;
}

/** Lists of algorithms that are kept; another order of host keys is another list. */
const OFFERS = 64;

const IN_PLACE = /^(AESGCM|ChaChaPoly)DecipherBinding$/;

type PacketHandler = (protocol: Protocol, ...rest: never[]) => void;

interface PacketWriter {
  readonly allocStart: number;
  alloc(size: number): Buffer;
  finalize(packet: Buffer): Buffer;
}

/** Makes packets and encrypts them; another one after each key exchange. */
export interface PacketCipher {
  allocPacket(payloadBytes: number): Buffer;
  encrypt(packet: Buffer): void;
}

interface Protocol {
  channelData(id: number, data: Buffer): void;
  readonly _handlers: Record<string, PacketHandler | undefined>;
  _kex?: { readonly sessionID?: Buffer; readonly negotiated: unknown };
  _remoteIdentRaw?: Buffer;
  _offer: { readonly lists: { readonly all: Buffer } };
  readonly _packetRW: { readonly write: PacketWriter };
  readonly _cipher: PacketCipher;
  readonly _decipher?: { readonly _packet?: Uint8Array | null; _tag?: Buffer };
  readonly _kexinit?: Buffer;
  parse(chunk: Buffer, start: number, end: number): void;
  ping(): void;
  channelWindowAdjust(id: number, amount: number): void;
  requestFailure(): void;
}

interface Inside {
  readonly _protocol: Protocol;
  readonly _callbacks: ((failed: boolean | Error) => void)[];
  /** Remote forwards that stand. */
  readonly _forwarding: Readonly<Record<string, unknown>>;
  readonly _chanMgr: { readonly _count: number; get(id: number): SshChannel | (() => void) | undefined };
}

const inside = (client: Client): Inside => client as unknown as Inside;

/** Sends keepalive@openssh.com and calls back on its answer; replies come in order, so a callback joins ssh2's own queue. */
export function ping(client: Client, onAnswer: () => void): void {
  const { _protocol, _callbacks } = inside(client);
  _callbacks.push(onAnswer);
  _protocol.ping();
}

/** Gives the server `amount` more bytes of credit on a channel (RFC 4254, section 5.2). */
export function giveCredit(client: Client, channel: SshChannel, amount: number): void {
  if (channel.outgoing.state === 'closed') return;
  channel.incoming.window += amount;
  inside(client)._protocol.channelWindowAdjust(channel.outgoing.id, amount);
}

/**
 * Takes over the delivery of channel data. ssh2's own handler lets a server overrun the window (it compares with 0 only,
 * issue 1505) and reopens it when half is used, which halves the rate at a distance.
 */
export function onChannelData(client: Client, deliver: (channel: SshChannel, data: Buffer) => void): void {
  const { _protocol, _chanMgr } = inside(client);
  const handler = (_: Protocol, id: number, data: Buffer): void => {
    const channel = _chanMgr.get(id);
    if (typeof channel === 'object') deliver(channel, data);
  };
  _protocol._handlers['CHANNEL_DATA'] = handler;
}

/**
 * Declines `hostkeys-00@openssh.com`. ssh2 answers it by having the server sign with every key it has, for nothing, and
 * ends the session when it cannot parse one of them: a server with a newer key type could not be used at all.
 */
export function ignoreHostKeyAnnouncements(client: Client): void {
  const { _protocol } = inside(client);
  const handler = (protocol: Protocol, _name: string, wantReply: boolean): void => {
    if (wantReply) protocol.requestFailure();
  };
  _protocol._handlers['GLOBAL_REQUEST'] = handler;
}

/**
 * Puts a gate before the parser for the server's first bytes. `inspect` sees all of them so far: `wait` holds them back,
 * `watch` lets them through and wants to see more, `pass` ends it. ssh2's header parser forgets what it had when a
 * greeting comes in three pieces or more, and bounds neither its size nor its time.
 */
export function gateFirstBytes(client: Client, inspect: (bytes: Buffer) => 'wait' | 'watch' | 'pass' | Error): void {
  const { _protocol } = inside(client);
  const parse = _protocol.parse.bind(_protocol);
  let seen = Buffer.alloc(0);
  let handedOn = 0;
  const gate: Protocol['parse'] = (chunk, start, end) => {
    seen = Buffer.concat([seen, chunk.subarray(start, end)]);
    const verdict = inspect(seen);
    if (verdict === 'wait') return;
    if (verdict instanceof Error) throw verdict;
    // The own property goes away, so that the prototype's parser is reached directly from now on.
    if (verdict === 'pass' && _protocol.parse === gate) delete (_protocol as Partial<Protocol>).parse;
    const fresh = seen.subarray(handedOn);
    handedOn = seen.length;
    parse(fresh, 0, fresh.length);
  };
  _protocol.parse = gate;
}

/**
 * Sends a sign-in request of our own making, signed over the session id, and reports the server's refusal. ssh2 is told
 * nothing of it and takes the server's success as its own.
 */
export function sendSignIn(client: Client, build: (sessionId: Buffer) => Buffer, onRefused: (methods: readonly string[]) => void): void {
  const { _protocol } = inside(client);
  const refused = (_: Protocol, methods: readonly string[]): void => onRefused(methods);
  _protocol._handlers['USERAUTH_FAILURE'] = refused;
  const payload = build(_protocol._kex?.sessionID ?? Buffer.alloc(0));
  const { write } = _protocol._packetRW;
  const packet = write.alloc(payload.length);
  packet.set(payload, write.allocStart);
  _protocol._cipher.encrypt(write.finalize(packet));
}

const offers = new Map<string, Protocol['_offer']>();

/** Lets connections that offer the same algorithms share one list of them; ssh2 writes one for each, and only reads it. */
export function shareOffer(client: Client): void {
  const { _protocol } = inside(client);
  const name = _protocol._offer.lists.all.toString('latin1');
  const known = offers.get(name) ?? _protocol._offer;
  if (offers.size < OFFERS) offers.set(name, known);
  _protocol._offer = known;
}

/**
 * Keeps of a handshake what a later key exchange needs: the session's id and the server's identification. ssh2 would keep
 * all of it, with the agreed secret, as long as the connection lives. Not to be called while a packet is being read.
 */
export function forgetHandshake(client: Client): void {
  const { _protocol } = inside(client);
  const { _kex, _remoteIdentRaw, _decipher } = _protocol;
  if (_kex?.sessionID) _protocol._kex = { sessionID: ownCopy(_kex.sessionID), negotiated: _kex.negotiated };
  if (_remoteIdentRaw) _protocol._remoteIdentRaw = ownCopy(_remoteIdentRaw);
  if (_decipher?._tag) _decipher._tag = ownCopy(_decipher._tag);
  _protocol._handlers['USERAUTH_FAILURE'] = undefined;
}

/**
 * Whether ssh2 refers to bytes it was given to parse: the messages of a key exchange until it is over, and a packet
 * whose authentication tag has yet to come (decrypted in place by the AEAD ciphers of the addon, the only ones known to be so).
 */
export function refersToReceived(client: Client, buffer: Buffer): boolean {
  const { _kexinit, _decipher } = inside(client)._protocol;
  if (_kexinit !== undefined || !_decipher || !IN_PLACE.test(_decipher.constructor.name)) return true;
  return _decipher._packet?.buffer === buffer.buffer;
}

/** Shows every AES-GCM cipher of the addon that sends channel data to `serve`, once each. */
export function onSendingCipher(client: Client, serve: (cipher: PacketCipher) => void): void {
  const { _protocol } = inside(client);
  const send = _protocol.channelData.bind(_protocol);
  let known: PacketCipher | null = null;
  _protocol.channelData = (id, data) => {
    const cipher = _protocol._cipher;
    if (cipher !== known) {
      known = cipher;
      if (cipher.constructor.name === 'AESGCMCipherBinding') serve(cipher);
    }
    send(id, data);
  };
}

/**
 * A channel holds no more than one read that found the window closed; ssh2 would let 2 MiB pile up before it, each in a
 * buffer of its own. Nothing runs dry: the rest waits in the kernel.
 */
export function boundUnsent(channel: Duplex, bytes: number): void {
  (channel as unknown as { readonly _writableState: { highWaterMark: number } })._writableState.highWaterMark = bytes;
}

/** Sends data that fits one packet and the window past the channel's own queue; false when it must go through `write`. */
export function sendPacket(channel: SshChannel, data: Buffer): boolean {
  const { outgoing, writableLength } = channel;
  const { length } = data;
  if (writableLength > 0 || length > outgoing.packetSize || length > outgoing.window || outgoing.state !== 'open') return false;
  outgoing.window -= length;
  inside(channel._client)._protocol.channelData(outgoing.id, data);
  return true;
}

/** How many channels are open or being opened. */
export const channelCount = (client: Client): number => inside(client)._chanMgr._count;

/** Replaces what a channel does with arriving data and end (`null`): ssh2 calls `push`, nothing else does. */
export function takeArrivals(channel: SshChannel, push: (data: Buffer | null) => boolean): void {
  channel.push = push;
}

/** Beyond this packets do not wait for the end of the turn: a transfer's next read should find the last on its way. */
const CORKED_BYTES = 16_384;

export interface Corking {
  /** True when packets may wait for the end of the turn: several connections write in it, or nobody waits for one alone. */
  readonly patient: () => boolean;
  /** Told when the packets were handed to the socket. */
  readonly flushed: () => void;
}

/**
 * Packets leave together: all that one event causes in one system call (worth 7 % of bulk and a tenth of a connection's
 * CPU), and where it may all that one turn of the event loop causes (16 round trips at once: 1.25 times as many, 0.8 of
 * the CPU each; a sign-in with its first requests in 6 calls instead of 10). `write` of this one socket is replaced. Returns whether packets wait to leave.
 */
export function corkWrites(socket: Socket, { patient, flushed }: Corking): () => boolean {
  const write = socket.write.bind(socket);
  let corked: 'no' | 'small' | 'large' = 'no';
  const release = (): void => {
    if (corked === 'no') return;
    corked = 'no';
    socket.uncork();
    flushed();
  };
  socket.write = ((...rest: Parameters<typeof write>) => {
    if (corked === 'no') {
      corked = 'small';
      socket.cork();
      if (patient()) setImmediate(release);
      else process.nextTick(release);
    }
    const room = write(...rest);
    if (corked === 'small' && socket.writableLength > CORKED_BYTES) {
      corked = 'large';
      process.nextTick(release);
    }
    return room;
  }) as typeof socket.write;
  return () => corked !== 'no';
}

/** Sends SSH_MSG_IGNORE with nothing in it (RFC 4253, section 11.2). */
function sendNothing(client: Client): void {
  const { _protocol } = inside(client);
  // Between the two KEXINIT only a key exchange may be spoken; its messages acknowledge just as well.
  if (_protocol._kexinit !== undefined) return;
  const { write } = _protocol._packetRW;
  const packet = write.alloc(5);
  packet.set([2, 0, 0, 0, 0], write.allocStart);
  _protocol._cipher.encrypt(write.finalize(packet));
}

/**
 * Answers the server's last word on a channel when nothing else does. OpenSSH's server leaves Nagle's algorithm on: what it
 * says after a packet that nobody answers waits for our kernel's delayed acknowledgement, 40 ms, and every packet of ours
 * carries the acknowledgement at once. (New inbound connections, measured: 16 at a time 995 → 4,744/s, one at a time
 * 211 → 1,266/s.) Where nothing is open and nothing can be opened from there, the next word is ours.
 */
export function answerCloses(client: Client, socket: Socket, pending: () => boolean): void {
  const { _protocol, _forwarding } = inside(client);
  const serverMaySpeak = (): boolean => channelCount(client) > 0 || Object.keys(_forwarding).length > 0;
  const close = _protocol._handlers['CHANNEL_CLOSE'];
  if (!close) return;
  let asked = false;
  _protocol._handlers['CHANNEL_CLOSE'] = (...rest) => {
    close(...rest);
    if (asked || pending()) return;
    asked = true;
    const before = socket.bytesWritten;
    setImmediate(() => {
      asked = false;
      if (socket.writable && socket.bytesWritten === before && serverMaySpeak()) sendNothing(client);
    });
  };
}

/** Names of what this file reaches for and does not find: empty as long as ssh2's inside is as it was read. */
export function movedInternals(client: Client): string[] {
  const { _protocol, _callbacks, _chanMgr } = inside(client);
  const wanted: readonly (readonly [string, boolean])[] = [
    ['client._callbacks', Array.isArray(_callbacks)],
    ['client._forwarding', typeof inside(client)._forwarding === 'object'],
    ['client._chanMgr.get', typeof _chanMgr?.get === 'function'],
    ['client._chanMgr._count', typeof _chanMgr?._count === 'number'],
    ['protocol._offer.lists.all', Buffer.isBuffer(_protocol?._offer?.lists?.all)],
    ['protocol.ping', typeof _protocol?.ping === 'function'],
    ['protocol.parse on the prototype', typeof (Object.getPrototypeOf(_protocol) as Protocol).parse === 'function'],
    ['protocol.channelWindowAdjust', typeof _protocol?.channelWindowAdjust === 'function'],
    ['protocol.requestFailure', typeof _protocol?.requestFailure === 'function'],
    ['protocol._packetRW.write.alloc', typeof _protocol?._packetRW?.write?.alloc === 'function'],
    ['protocol._cipher.encrypt', typeof _protocol?._cipher?.encrypt === 'function'],
    ['handlers.USERAUTH_FAILURE', typeof _protocol?._handlers['USERAUTH_FAILURE'] === 'function'],
    ['handlers.CHANNEL_CLOSE', typeof _protocol?._handlers['CHANNEL_CLOSE'] === 'function'],
    ['handlers.CHANNEL_DATA', typeof _protocol?._handlers['CHANNEL_DATA'] === 'function'],
    ['handlers.GLOBAL_REQUEST', typeof _protocol?._handlers['GLOBAL_REQUEST'] === 'function'],
  ];
  return wanted.filter(([, there]) => !there).map(([name]) => name);
}
