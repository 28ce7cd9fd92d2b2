import type { StreamEvent } from '@stellwerk/contracts';
import { judgeStatus, type Locale } from '@stellwerk/domain';
import type { BusMessage, Queue } from '@stellwerk/queue';
import { maySee, type Principal } from '../session/principal.js';
import { liveStatus } from '../tunnels/tunnel.view.js';
import type { EventStream } from './event-stream.js';

export interface StreamPace {
  /** Between comment lines, so that silence means a broken connection. */
  readonly beatMs: number;
  /** Between looks whether the credential is still good. */
  readonly recheckMs: number;
}
export const STREAM_PACE: StreamPace = { beatMs: 10_000, recheckMs: 30_000 };

interface Reader {
  readonly stream: EventStream;
  readonly who: Principal;
  readonly locale: Locale;
  /** Whether the credential the stream was opened with is still good. Rejects while that cannot be told. */
  readonly stillWelcome: () => Promise<boolean>;
  checkedAt: number;
}

/** Passes the event bus on to readers, each seeing only what its scope may see. One timer serves all of them. */
export class EventsService {
  private readonly readers = new Set<Reader>();
  private readonly unsubscribe: (() => void)[];
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly bus: Queue['bus'],
    private readonly pace: StreamPace = STREAM_PACE,
  ) {
    this.unsubscribe = [
      bus.subscribe(['tunnel.changed', 'tunnel.status'], (message) => this.relay(message)),
      bus.onReconnected(() => this.resync()),
    ];
    this.timer = setInterval(() => this.beat(), pace.beatMs);
    this.timer.unref();
  }

  open(reader: Omit<Reader, 'checkedAt'>): void {
    this.readers.add({ ...reader, checkedAt: Date.now() });
    if (!this.bus.listening()) this.tellStale(reader);
  }

  /** Ends every stream; browsers come back by themselves. */
  close(): void {
    clearInterval(this.timer);
    for (const end of this.unsubscribe) end();
    for (const { stream } of this.readers) stream.end();
    this.readers.clear();
  }

  /** How many streams are open. */
  get streams(): number {
    return this.readers.size;
  }

  private relay(message: Extract<BusMessage, { type: 'tunnel.changed' | 'tunnel.status' }>): void {
    const about = { tunnelId: message.tunnelId, tenantId: message.tenantId, pbxId: message.pbxId };
    for (const { stream, who, locale } of this.readers) {
      if (!maySee(who.scope, message)) continue;
      const event: StreamEvent =
        message.type === 'tunnel.changed'
          ? { type: 'tunnel.changed', ...about }
          : // Fresh from its worker, so it is vouched for; what is too old in it is judged all the same.
            {
              type: 'tunnel.status',
              ...about,
              status: liveStatus(judgeStatus(message.status, { ownerAlive: true, shouldRun: true, now: Date.now() }), locale),
            };
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
    const now = Date.now();
    for (const reader of this.readers) {
      if (reader.stream.closed) this.readers.delete(reader);
      else if (this.bus.listening()) reader.stream.beat();
      else this.tellStale(reader);
      if (now - reader.checkedAt >= this.pace.recheckMs) this.recheck(reader, now);
    }
  }

  private recheck(reader: Reader, now: number): void {
    reader.checkedAt = now;
    reader.stillWelcome().then(
      (welcome) => {
        if (!welcome) reader.stream.end();
      },
      // The database is away: nobody can tell, so nobody is thrown out.
      () => undefined,
    );
  }
}
