import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Origin } from './session.js';

const NONCE_BYTES = 32;

/**
 * Stands at a remote listener while its binding is proven. The proof is a connection of our own through the listener; it
 * carries a nonce nobody else can know, and is never taken for a customer's. Customers who come meanwhile wait a moment
 * and lose nothing: what they sent is put back.
 */
export class Doorman {
  private proving = true;
  private readonly expected = new Map<string, () => void>();
  private readonly held = new Map<Duplex, () => void>();

  constructor(private readonly onConnection: (stream: Duplex, from: Origin) => void) {}

  /** A connection came in at the listener. */
  arrive(stream: Duplex, from: Origin): void {
    if (!this.proving) return this.onConnection(stream, from);
    let received = Buffer.alloc(0);
    const look = (): void => {
      for (let chunk = stream.read() as Buffer | null; chunk !== null; chunk = stream.read() as Buffer | null)
        received = Buffer.concat([received, chunk]);
      const seen = this.expected.get(received.subarray(0, NONCE_BYTES).toString('hex'));
      if (seen) {
        this.held.delete(stream);
        stream.removeListener('readable', look).destroy();
        seen();
      } else if (received.length >= NONCE_BYTES || !this.maybeNonce(received)) {
        release();
      }
    };
    const release = (): void => {
      if (!this.held.delete(stream)) return;
      stream.removeListener('readable', look).removeListener('end', release);
      if (received.length > 0) stream.unshift(received);
      this.onConnection(stream, from);
    };
    this.held.set(stream, release);
    stream.on('readable', look).once('end', release);
  }

  /** Announces a proof: the bytes to send, and a promise that resolves when they arrive here. */
  expect(): { readonly nonce: Buffer; readonly arrived: Promise<void> } {
    const nonce = randomBytes(NONCE_BYTES);
    return { nonce, arrived: new Promise((resolve) => this.expected.set(nonce.toString('hex'), resolve)) };
  }

  /** The proof is over: everybody who waits may go in. */
  open(): void {
    this.proving = false;
    for (const release of [...this.held.values()]) release();
  }

  /** The listener is given up: whoever waits is sent away. */
  refuse(): void {
    for (const stream of this.held.keys()) stream.destroy();
    this.held.clear();
  }

  private maybeNonce(received: Buffer): boolean {
    const start = received.toString('hex');
    return [...this.expected.keys()].some((nonce) => nonce.startsWith(start));
  }
}
