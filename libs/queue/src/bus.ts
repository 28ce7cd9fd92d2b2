import { BusMessage } from './bus-message.js';
import { impatient, open, patient } from './connection.js';
import type { Log } from './log.js';

/** The event bus: what happened just now, to every process that listens. At most once; nothing is kept. */
export interface Bus {
  /** True when Redis took the message. Never rejects; while Redis is away it is false within 2 s. */
  publish(message: BusMessage): Promise<boolean>;
  /** Calls `handler` for every message from now on; returns the end of it. */
  subscribe(handler: (message: BusMessage) => void): () => void;
  /** Calls `handler` whenever listening resumed after a gap: messages may have been missed. */
  onReconnected(handler: () => void): () => void;
  /** True while messages arrive. */
  listening(): boolean;
  close(): Promise<void>;
}

const CHANNEL = 'stellwerk:events';

export function createBus(redisUrl: string, log: Log): Bus {
  const sender = open(redisUrl, impatient, log);
  const receiver = open(redisUrl, { ...patient, autoResubscribe: false }, log);
  const handlers = new Set<(message: BusMessage) => void>();
  const reconnected = new Set<() => void>();
  let subscribed = false;
  let ever = false;

  // Subscribing by hand on every `ready`, so that "reconnected" is said only once messages really flow again.
  receiver.on('ready', () => {
    receiver.subscribe(CHANNEL).then(
      () => {
        subscribed = true;
        if (ever) for (const handler of reconnected) handler();
        ever = true;
      },
      () => receiver.disconnect(true),
    );
  });
  receiver.on('close', () => (subscribed = false));
  receiver.on('message', (_channel: string, text: string) => {
    const message = read(text);
    if (!message) return log.warn({ length: text.length }, 'a message on the bus could not be read');
    for (const handler of handlers) handler(message);
  });

  return {
    publish: (message) =>
      sender.publish(CHANNEL, JSON.stringify(message)).then(
        () => true,
        () => false,
      ),
    subscribe: (handler) => {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    onReconnected: (handler) => {
      reconnected.add(handler);
      return () => reconnected.delete(handler);
    },
    listening: () => subscribed,
    close: async () => {
      handlers.clear();
      sender.disconnect();
      receiver.disconnect();
    },
  };
}

function read(text: string): BusMessage | null {
  try {
    return BusMessage.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
