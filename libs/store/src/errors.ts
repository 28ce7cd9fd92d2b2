import { sqlState } from './db.js';

/** The database cannot be reached, is starting or stopping, or did not answer in time. Trying later may help. */
export class StoreUnavailable extends Error {
  constructor(cause: unknown) {
    super('the database is not available', { cause });
    this.name = 'StoreUnavailable';
  }
}

/** A door's role may do too much, or the wrong URL was given. A person has to mend the configuration. */
export class StoreMisconfigured extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StoreMisconfigured';
  }
}

const SOCKET =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|Connection terminated|timeout exceeded|Query read timeout|not queryable/i;
/** PostgreSQL: connection exceptions, shutting down, starting up, too many connections. */
const STATE = /^(08...|57P0[123]|53300|25P03)$/;

/** Turns an error that says "the database is away" into StoreUnavailable; returns every other one as it is. */
export function toStoreError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || error instanceof StoreUnavailable) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return STATE.test(sqlState(error)) || SOCKET.test(`${code} ${message}`) ? new StoreUnavailable(error) : error;
}
