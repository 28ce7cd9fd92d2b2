import type { Duplex } from 'node:stream';

/** Why there are no more bytes: the other side said goodbye, or broke off; nothing came in time; more came than may. */
export type Gone = 'closed' | 'reset' | 'timed-out' | 'too-much';

/**
 * A stream as something one reads from, piece by piece, within a number of bytes. Never rejects. Whoever made it ends it with `destroy`
 * or hands the stream on with `release`.
 */
export class Channel {
  private readonly chunks: Buffer[] = [];
  private gone: Gone | null = null;
  private received = 0;
  private wake: (() => void) | null = null;

  constructor(
    readonly stream: Duplex,
    private readonly maxBytes: number,
  ) {
    stream.on('data', this.take).once('end', this.ended).once('close', this.ended).on('error', this.failed);
    if (stream.destroyed) this.end('closed');
  }

  /** The next bytes, or why there are none. What arrived before the end is given first. */
  async read(signal: AbortSignal): Promise<Buffer | Gone> {
    for (;;) {
      const chunk = this.chunks.shift();
      if (chunk !== undefined) return chunk;
      if (this.gone !== null) return this.gone;
      if (signal.aborted) return 'timed-out';
      await new Promise<void>((resolve) => {
        const woken = (): void => {
          signal.removeEventListener('abort', woken);
          this.wake = null;
          resolve();
        };
        this.wake = woken;
        signal.addEventListener('abort', woken, { once: true });
      });
    }
  }

  /** What is said in one go leaves in one packet, a goodbye right after it included. */
  write(bytes: Buffer): void {
    const { stream } = this;
    if (!stream.writable) return;
    stream.cork();
    stream.write(bytes);
    process.nextTick(() => stream.uncork());
  }

  /** Bytes that were read too far: the next `read` gives them again. */
  unread(bytes: Buffer): void {
    if (bytes.length > 0) this.chunks.unshift(bytes);
  }

  destroy(): void {
    this.release();
    this.stream.destroy();
  }

  /** Lets go of the stream, paused and with a listener for errors; what had arrived is given back to it. */
  release(): Duplex {
    const { stream } = this;
    stream.removeListener('data', this.take).removeListener('end', this.ended).removeListener('close', this.ended);
    stream.pause();
    if (this.chunks.length > 0 && !stream.destroyed) stream.unshift(Buffer.concat(this.chunks.splice(0)));
    return stream;
  }

  private readonly take = (chunk: Buffer | string): void => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    this.received += bytes.length;
    if (this.received > this.maxBytes) {
      this.stream.pause();
      this.stream.removeListener('data', this.take);
      this.end('too-much');
    } else {
      this.chunks.push(bytes);
      this.wake?.();
    }
  };
  private readonly ended = (): void => this.end('closed');
  private readonly failed = (): void => this.end('reset');

  private end(how: Gone): void {
    this.gone ??= how;
    this.wake?.();
  }
}
