import type { Duplex } from 'node:stream';
import type { Exchange, ExchangeTarget, Facts } from './exchange/exchange.js';

/** How a conversation went; `closed` with no byte received means that nobody wanted to talk. */
export type Outcome =
  { readonly is: 'understood'; readonly facts: Facts } | { readonly is: 'wrong' | 'silent' | 'closed'; readonly received: Buffer };

/**
 * Holds one exchange over a stream: says hello, collects bytes within the exchange's bound until it has a verdict. Never
 * rejects; leaves the stream open, with an error listener on it.
 */
export function converse(stream: Duplex, exchange: Exchange, target: ExchangeTarget, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    const settle = (outcome: Outcome): void => {
      stream.removeListener('data', take).removeListener('end', ended).removeListener('close', ended).removeListener('error', ended);
      signal.removeEventListener('abort', timedOut);
      stream.pause();
      resolve(outcome);
    };
    const take = (chunk: Buffer | string): void => {
      const room = exchange.maxBytes - received.length;
      const bytes = Buffer.from(chunk as Buffer);
      received = Buffer.concat([received, bytes.subarray(0, room)]);
      const verdict = exchange.judge(received);
      if (verdict === 'wrong' || (verdict === 'more' && received.length >= exchange.maxBytes)) settle({ is: 'wrong', received });
      else if (verdict !== 'more') settle({ is: 'understood', facts: verdict });
    };
    const ended = (): void => settle({ is: 'closed', received });
    const timedOut = (): void => settle({ is: 'silent', received });

    stream.on('error', () => undefined);
    if (signal.aborted) return timedOut();
    if (stream.destroyed) return ended();
    signal.addEventListener('abort', timedOut, { once: true });
    stream.on('data', take).once('end', ended).once('close', ended).once('error', ended);
    const hello = exchange.hello(target);
    if (hello !== null) stream.write(hello);
  });
}

/** How long a service gets to hear our farewell before the stream is destroyed under it. */
const FAREWELL_MS = 300;

/** Leaves politely: last words, end, and then the end for certain. */
export function leave(stream: Duplex, words: Buffer | null): Promise<void> {
  return new Promise((resolve) => {
    const gone = (): void => {
      clearTimeout(timer);
      stream.destroy();
      resolve();
    };
    const timer = setTimeout(gone, FAREWELL_MS);
    if (words === null || !stream.writable) return gone();
    // Whatever still comes is discarded; the other side's end, or its error, ends it.
    stream.once('end', gone).once('close', gone).resume();
    stream.end(words);
  });
}
