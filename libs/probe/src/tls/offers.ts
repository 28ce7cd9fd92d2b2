import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TcpFacts, TlsVersion } from '@stellwerk/domain';
import type { TlsTarget, Way } from '../check.js';
import { startDeadline } from '../deadline.js';
import { Malformed } from '../malformed.js';
import { readyForTls } from './endpoint.js';
import { Reader } from './handshake/incoming.js';
import { serverNameOf } from './server-name.js';
import { type ClientHello, helloRecord, type KeyShare } from './wire/client-hello.js';
import { GROUPS, MESSAGE, VERSION_CODES } from './wire/numbers.js';
import { readServerHello, type ServerHello } from './wire/server-messages.js';

/** A server that means to answer does so within this time; silence is no refusal, and costs it once for each question. */
const ANSWER_MS = 5_000;
/** More questions than the longest inventory has (60 suites, eleven groups) are a server that changes its mind. */
const CONNECTIONS_MAX = 96;
/** As often is a closed port asked before the rest is given up. */
const UNREACHABLE_MAX = 2;

/** `hung-up`: closed or reset instead of an answer. `lost`: no connection, no TLS, no time. */
export type Answer =
  | { readonly is: 'chosen'; readonly hello: ServerHello }
  | { readonly is: 'refused'; readonly alert: number }
  | { readonly is: 'hung-up' }
  | { readonly is: 'silent' }
  | { readonly is: 'lost' };

export interface Offer {
  readonly version: TlsVersion;
  readonly suites: readonly number[];
  /** TLS 1.3: which are asked about; before: whatever an elliptic curve may be. */
  readonly groups?: readonly number[];
  readonly keyShares?: readonly KeyShare[];
}

const CURVES = [GROUPS.x25519, GROUPS.secp256r1, GROUPS.secp384r1, GROUPS.secp521r1];

function helloOf({ version, suites, groups, keyShares }: Offer, serverName: string): ClientHello {
  const tls13 = version === 'TLSv1.3';
  return {
    version: tls13 ? VERSION_CODES['TLSv1.2'] : VERSION_CODES[version],
    versions: tls13 ? [VERSION_CODES['TLSv1.3']] : [],
    suites,
    groups: groups ?? CURVES,
    keyShares: tls13 ? (keyShares ?? []) : null,
    serverName,
    random: randomBytes(32),
    sessionId: tls13 ? randomBytes(32) : Buffer.alloc(0),
    cookie: null,
  };
}

/** Asks one server question after question, each on a connection of its own, with a gap between them. */
export class Questions {
  /** Of the first connection. */
  tcp: TcpFacts | null = null;
  private asked = 0;
  private unreachable = 0;

  constructor(
    private readonly target: TlsTarget & Way,
    private readonly gapMs: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Sends one ClientHello and hears what becomes of it; nothing is agreed on. Never rejects. */
  async ask(offer: Offer): Promise<Answer> {
    if (this.asked >= CONNECTIONS_MAX || this.unreachable >= UNREACHABLE_MAX) return { is: 'lost' };
    if (this.asked > 0) await sleep(this.gapMs, undefined, { signal: this.signal }).catch(() => undefined);
    if (this.signal.aborted) return { is: 'lost' };
    this.asked += 1;
    const ready = await readyForTls(this.target, this.signal);
    this.tcp ??= ready.tcp;
    if (ready.channel === null) {
      this.unreachable += 1;
      return { is: 'lost' };
    }
    this.unreachable = 0;
    const deadline = startDeadline(ANSWER_MS, this.signal);
    try {
      ready.channel.write(helloRecord(helloOf(offer, serverNameOf(this.target))));
      return await this.hear(new Reader(ready.channel), deadline.signal);
    } finally {
      deadline.dispose();
      ready.channel.destroy();
    }
  }

  private async hear(reader: Reader, signal: AbortSignal): Promise<Answer> {
    const next = await reader.next(signal);
    if (next.is === 'alert') return { is: 'refused', alert: next.code };
    if (next.is === 'gone' && next.how === 'timed-out') return { is: this.signal.aborted ? 'lost' : 'silent' };
    if (next.is === 'gone' && (next.how === 'closed' || next.how === 'reset')) return { is: 'hung-up' };
    if (next.is !== 'message' || next.message.type !== MESSAGE.serverHello) return { is: 'lost' };
    try {
      return { is: 'chosen', hello: readServerHello(next.message.body) };
    } catch (error) {
      if (error instanceof Malformed) return { is: 'lost' };
      throw error;
    }
  }
}
