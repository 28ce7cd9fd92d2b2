import type { Response } from 'express';

/** A reader that is this far behind is cut off; its browser comes back and loads anew. */
const MOST_BUFFERED_BYTES = 1 << 20;

/** One reader's stream of server-sent events (WHATWG HTML, section 9.2). */
export class EventStream {
  private ended = false;

  constructor(private readonly response: Response) {
    response.status(200).set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      connection: 'keep-alive',
      // nginx would collect the stream otherwise.
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    response.once('close', () => (this.ended = true));
    // Whoever lost the stream asks again after this many milliseconds.
    this.write('retry: 2000\n\n');
  }

  send(event: string, data: unknown): void {
    this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** A comment line: proves to both ends that the connection lives. */
  beat(): void {
    this.write(': alive\n\n');
  }

  end(): void {
    if (!this.ended) this.response.end();
    this.ended = true;
  }

  get closed(): boolean {
    return this.ended;
  }

  private write(text: string): void {
    if (this.ended) return;
    if (this.response.writableLength > MOST_BUFFERED_BYTES) {
      this.ended = true;
      this.response.destroy();
      return;
    }
    this.response.write(text);
  }
}
