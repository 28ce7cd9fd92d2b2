import type { TlsEndpointFacts } from '@stellwerk/domain';
import type { SeenTls, TlsTarget, Way } from '../check.js';
import { leave } from '../converse.js';
import { readCertificate } from '../certificate/read.js';
import { startDeadline } from '../deadline.js';
import { openPort } from '../tcp-port.js';
import { Channel } from './channel.js';
import { shakeHandsWithOpenSsl } from './handshake/older.js';
import type { HandshakeOutcome } from './handshake/outcome.js';
import { shakeHands } from './handshake/own.js';
import { serverNameOf } from './server-name.js';
import { acquaint, hold, isOrdered, judgeHeld } from './trust.js';
import { HANDSHAKE_MAX_BYTES } from './wire/records.js';
import { startXmpp } from './xmpp.js';

/** Domain reference §6: twenty seconds for everything. */
const TOTAL_MS = 20_000;

export interface TlsEndpointRequest extends TlsTarget, Way {
  /** When trust is judged. */
  readonly now: Date;
  /** Milliseconds for everything; 20,000 unless told. */
  readonly timeoutMs?: number;
}

/** Opened, and past the dialogue in the clear; or what came of it. */
type Ready = { readonly tcp: TlsEndpointFacts['tcp'] } & (
  { readonly channel: Channel; readonly failure: null } | { readonly channel: null; readonly failure: string | null }
);

/** A connection on which TLS may begin. Within the signal; never rejects. */
export async function readyForTls(target: TlsTarget & Way, signal: AbortSignal): Promise<Ready> {
  const { tcp, stream } = await openPort(target, signal);
  if (stream === null) return { tcp, channel: null, failure: null };
  const channel = new Channel(stream, HANDSHAKE_MAX_BYTES);
  const failure = target.startTls === 'xmpp' ? await startXmpp(channel, serverNameOf(target), signal) : null;
  if (failure === null) return { tcp, channel, failure };
  channel.destroy();
  return { tcp, channel: null, failure };
}

/**
 * One handshake with a TLS service, and everything it tells: whether the port is open, what was agreed on, the certificates as they were
 * sent, whether it wants one of ours, and whom the chain leads to. The certificates are read also where the server refuses us. Within
 * 20 seconds, 64 KiB and 32 certificates; what cannot be finished here is finished by OpenSSL on a second connection. Never rejects.
 * Revocation is left to whoever asks the lists.
 */
export async function probeTlsEndpoint(request: TlsEndpointRequest): Promise<SeenTls> {
  const deadline = startDeadline(request.timeoutMs ?? TOTAL_MS, request.signal);
  try {
    const ready = await readyForTls(request, deadline.signal);
    if (ready.channel === null) return nothingSeen(ready.tcp, ready.failure);
    const outcome = await converse(request, ready.channel, deadline.signal);
    await acquaint(outcome.chain);
    return facts(request, ready.tcp, outcome);
  } finally {
    deadline.dispose();
  }
}

async function converse(request: TlsEndpointRequest, channel: Channel, signal: AbortSignal): Promise<HandshakeOutcome> {
  const serverName = serverNameOf(request);
  const first = await shakeHands(channel, serverName, signal);
  // Our goodbye is on its way; whoever resets the connection under it shows up in the server's log as an error.
  void leave(channel.release(), first.farewell);
  if (!first.older) return first;
  const again = await readyForTls(request, signal);
  return again.channel === null ? first : shakeHandsWithOpenSsl(again.channel.release(), serverName, first, signal);
}

const nothingSeen = (tcp: TlsEndpointFacts['tcp'], failure: string | null): SeenTls => ({
  chain: [],
  facts: {
    tcp,
    handshake: null,
    failure,
    protocol: null,
    cipher: null,
    clientCertificate: 'unable-to-tell',
    chain: [],
    chainOrdered: true,
    trust: [],
    revocation: null,
  },
});

function facts(request: TlsEndpointRequest, tcp: TlsEndpointFacts['tcp'], outcome: HandshakeOutcome): SeenTls {
  const { chain } = outcome;
  const leaf = chain[0] === undefined ? null : readCertificate(chain[0], serverNameOf(request));
  const held = hold(chain);
  const readable = leaf?.ok === true;
  const certificates = readable ? [leaf.value, ...held.slice(1).map((one) => one.facts)] : [];
  const spoilt = leaf !== null && !readable;
  return {
    chain: readable ? held.map(({ der }) => der) : [],
    facts: {
      tcp,
      handshake: spoilt ? 'failed' : outcome.handshake,
      failure: spoilt ? `certificate-${leaf.problem}` : outcome.failure,
      protocol: outcome.protocol,
      cipher: outcome.cipher,
      clientCertificate: outcome.clientCertificate,
      chain: certificates,
      chainOrdered: held.length === chain.length && isOrdered(held),
      trust: readable ? judgeHeld(held, request.now) : [],
      revocation: null,
    },
  };
}
