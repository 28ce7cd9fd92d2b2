import type { StreamEvent } from '@stellwerk/contracts';
import { judgeStatus, type Locale, type Permission } from '@stellwerk/domain';
import type { BusMessage, Queue } from '@stellwerk/queue';
import type { Authentication, Credential } from '../session/authentication.js';
import { maySee, type Principal } from '../session/principal.js';
import { liveStatus } from '../tunnels/tunnel.view.js';
import type { EventStream } from './event-stream.js';

export interface StreamPace {
  /** Between comment lines, so that silence means a broken connection. */
  readonly beatMs: number;
  /** Between looks whether the credentials of all readers are still good for what they read: one statement for all of them. */
  readonly recheckMs: number;
}
export const STREAM_PACE: StreamPace = { beatMs: 10_000, recheckMs: 1_000 };

/** What one has to be allowed to do to be told; null: told to everybody. */
const NEEDS: Readonly<Record<StreamEvent['type'], Permission | null>> = {
  'tunnel.changed': 'tunnels:read',
  'tunnel.status': 'tunnels:read',
  'request.changed': 'requests:read',
  'check.changed': 'checks:read',
  resync: null,
  stale: null,
};

interface Reader {
  readonly stream: EventStream;
  /** As at the last look. */
  who: Principal;
  /** What the stream was opened with. */
  readonly credential: Credential;
  readonly locale: Locale;
}

/** True when somebody sees and may do at least what they did before. */
function keptReach(before: Principal, now: Principal): boolean {
  const [had, has] = [before.scope, now.scope];
  const tenants = has.tenantIds === 'all' || (had.tenantIds !== 'all' && isWithin(had.tenantIds, has.tenantIds));
  return now.stage === before.stage && has.providerId === had.providerId && tenants && isWithin(before.permissions, now.permissions);
}
function isWithin(few: readonly string[], many: readonly string[]): boolean {
  const all = new Set(many);
  return few.every((one) => all.has(one));
}

const mayHear = (who: Principal, type: StreamEvent['type']): boolean => NEEDS[type] === null || who.permissions.includes(NEEDS[type]);

const TOLD = ['tunnel.changed', 'tunnel.status', 'request.changed', 'check.changed'] as const;
type Told = Extract<BusMessage, { type: (typeof TOLD)[number] }>;

/** What a reader is told of a message of the bus. */
function eventOf(message: Told, locale: Locale): StreamEvent {
  if (message.type === 'request.changed') return { type: message.type, requestId: message.requestId, tenantId: message.tenantId };
  if (message.type === 'check.changed') {
    const { type, checkId, tenantId, pbxId, status } = message;
    return { type, checkId, tenantId, pbxId, status };
  }
  const about = { tunnelId: message.tunnelId, tenantId: message.tenantId, pbxId: message.pbxId };
  if (message.type === 'tunnel.changed') return { type: message.type, ...about };
  // Fresh from its worker, so it is vouched for; what is too old in it is judged all the same.
  const status = judgeStatus(message.status, { ownerAlive: true, shouldRun: true, now: Date.now() });
  return { type: message.type, ...about, status: liveStatus(status, locale) };
}

/** Passes the event bus on to readers, each seeing only what its scope and permissions allow. One look a second at the database serves all of them: no end of access has to be announced to be in force. */
export class EventsService {
  private readonly readers = new Set<Reader>();
  private readonly unsubscribe: (() => void)[];
  private readonly timers: readonly NodeJS.Timeout[];
  private rechecking = false;

  constructor(
    private readonly bus: Queue['bus'],
    private readonly authentication: Pick<Authentication, 'stillGood'>,
    pace: StreamPace = STREAM_PACE,
  ) {
    this.unsubscribe = [bus.subscribe(TOLD, (message) => this.relay(message)), bus.onReconnected(() => this.resync())];
    this.timers = [setInterval(() => this.beat(), pace.beatMs), setInterval(() => void this.recheck(), pace.recheckMs)];
    for (const timer of this.timers) timer.unref();
  }

  open(reader: Reader): void {
    this.readers.add(reader);
    if (!this.bus.listening()) this.tellStale(reader);
  }

  /** Ends every stream; browsers come back by themselves. */
  close(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const end of this.unsubscribe) end();
    for (const { stream } of this.readers) stream.end();
    this.readers.clear();
  }

  /** How many streams are open. */
  get streams(): number {
    return this.readers.size;
  }

  private relay(message: Told): void {
    for (const { stream, who, locale } of this.readers) {
      if (!mayHear(who, message.type) || !maySee(who.scope, message)) continue;
      const event = eventOf(message, locale);
      stream.send(event.type, event);
    }
  }

  private resync(): void {
    for (const { stream } of this.readers) stream.send('resync', { type: 'resync' } satisfies StreamEvent);
  }

  /** Without the bus nothing will come; the reader has to poll until `resync`. Said with every beat, so that nobody takes silence for calm. */
  private tellStale({ stream }: Pick<Reader, 'stream'>): void {
    stream.send('stale', { type: 'stale' } satisfies StreamEvent);
  }

  private beat(): void {
    for (const reader of this.readers) {
      if (reader.stream.closed) this.readers.delete(reader);
      else if (this.bus.listening()) reader.stream.beat();
      else this.tellStale(reader);
    }
  }

  /** Ends the streams of whoever is no longer let in or now sees less; a browser comes back by itself and is judged anew. Who sees more hears of it from here on. */
  private async recheck(): Promise<void> {
    const readers = [...this.readers].filter(({ stream }) => !stream.closed);
    if (this.rechecking || readers.length === 0) return;
    this.rechecking = true;
    try {
      const now = await this.authentication.stillGood(readers.map(({ credential, who }) => ({ credential, origin: who.request })));
      for (const [i, reader] of readers.entries()) {
        const principal = now[i] ?? null;
        if (principal === null || !keptReach(reader.who, principal)) reader.stream.end();
        else reader.who = principal;
      }
    } catch {
      // The database is away: nobody can tell, so nobody is thrown out.
    } finally {
      this.rechecking = false;
    }
  }
}
