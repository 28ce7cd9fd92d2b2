import { BusMessage } from './bus-message.js';
import { impatient, open, patient } from './connection.js';
import type { Log } from './log.js';

/** The event bus: what happened just now, to every process that listens. At most once; nothing is kept. */
export interface Bus {
  /** True when Redis took the message. Never rejects; while Redis is away it is false within 2 s. */
  publish(message: BusMessage): Promise<boolean>;
  /** Calls `handler` for every message of these types from now on; returns the end of it. Only what somebody wants is received. */
  subscribe<T extends BusMessage['type']>(types: readonly T[], handler: (message: Extract<BusMessage, { type: T }>) => void): () => void;
  /** Calls `handler` whenever listening resumed after a gap: messages may have been missed. */
  onReconnected(handler: () => void): () => void;
  /** True while messages arrive. */
  listening(): boolean;
  close(): Promise<void>;
}

/** A channel per type: a worker says a hundred statuses a second and wants to hear none. */
const CHANNEL = 'stellwerk:events:';

interface Subscriber {
  readonly types: ReadonlySet<string>;
  readonly handler: (message: BusMessage) => void;
}

export function createBus(redisUrl: string, log: Log): Bus {
  const sender = open(redisUrl, impatient, log);
  const receiver = open(redisUrl, { ...patient, autoResubscribe: false }, log);
  const subscribers = new Set<Subscriber>();
  const reconnected = new Set<() => void>();
  let subscribed = false;
  let ever = false;
  const wanted = (): string[] => [...new Set([...subscribers].flatMap((s) => [...s.types]))].map((type) => CHANNEL + type);

  // Subscribing by hand on every `ready`, so that "reconnected" is said only once messages really flow again.
  const listen = async (): Promise<void> => {
    const channels = wanted();
    if (channels.length > 0) await receiver.subscribe(...channels);
  };
  receiver.on('ready', () => {
    listen().then(
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
    for (const { types, handler } of subscribers) if (types.has(message.type)) handler(message);
  });

  return {
    publish: (message) =>
      sender.publish(CHANNEL + message.type, JSON.stringify(message)).then(
        () => true,
        () => false,
      ),
    subscribe: (types, handler) => {
      const subscriber = { types: new Set<string>(types), handler: handler as Subscriber['handler'] };
      subscribers.add(subscriber);
      if (subscribed) {
        subscribed = false;
        listen().then(
          () => (subscribed = true),
          () => receiver.disconnect(true),
        );
      }
      return () => subscribers.delete(subscriber);
    },
    onReconnected: (handler) => {
      reconnected.add(handler);
      return () => reconnected.delete(handler);
    },
    listening: () => subscribed,
    close: async () => {
      subscribers.clear();
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
