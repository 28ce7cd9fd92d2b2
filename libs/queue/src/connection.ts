import { Redis, type RedisOptions } from 'ioredis';
import type { Log } from './log.js';

/** Reconnect quickly and for ever: 100 ms, 200 ms … 2 s. Redis being away is weather, not an error. */
const retryStrategy = (times: number): number => Math.min(2_000, times * 100);

/** For producers and publishers: one reconnect may be waited for, nothing waits longer than two seconds. */
export const impatient = { maxRetriesPerRequest: 1, commandTimeout: 2_000, connectTimeout: 2_000, retryStrategy } satisfies RedisOptions;

/** For consumers: wait for Redis as long as it takes. */
export const patient = { maxRetriesPerRequest: null, connectTimeout: 2_000, retryStrategy } satisfies RedisOptions;

export interface Address {
  host: string;
  port: number;
  username?: string;
  password?: string;
  db?: number;
  tls?: object;
}

/** BullMQ takes options, not a URL. */
export function optionsOf(url: string): Address {
  const u = new URL(url);
  return {
    host: u.hostname.replace(/^\[|\]$/g, ''),
    port: Number(u.port || 6379),
    ...(u.username ? { username: decodeURIComponent(u.username) } : {}),
    ...(u.password ? { password: decodeURIComponent(u.password) } : {}),
    ...(u.pathname.length > 1 ? { db: Number(u.pathname.slice(1)) } : {}),
    ...(u.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

/** A connection whose errors are told once per outage instead of once per retry, and never crash the process. */
export function open(url: string, options: RedisOptions, log: Log): Redis {
  const redis = new Redis({ ...optionsOf(url), ...options });
  const said = sayOnce(log, 'redis is away');
  redis.on('error', said.error);
  redis.on('ready', said.back);
  return redis;
}

/** A listener pair for `error` and `ready`: one warning when the trouble begins, one line when it is over. */
export function sayOnce(log: Log, message: string): { error: (error: Error) => void; back: () => void } {
  let away = false;
  return {
    error: (error) => {
      if (!away) log.warn({ error: error.message }, message);
      away = true;
    },
    back: () => {
      if (away) log.info({}, 'redis is back');
      away = false;
    },
  };
}

/** Resolves with the promise's value, or rejects after `ms`; the loser's rejection is swallowed. */
export function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  promise.catch(() => undefined);
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
