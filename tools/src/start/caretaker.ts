import { openStore, type Store, StoreUnavailable } from '@stellwerk/store';
import type { Place } from './locate.js';

// What the commands have in common that look after an installation: `npm run audit`, `npm run keys`.

/** Where a database is looked for; completes the usage of a command. */
export const WHERE = `DATABASE_SYSTEM_URL and STELLWERK_KEY_FILE say where; without them the data folder of npm start (STELLWERK_DATA, .stellwerk)
does.`;
export const NOWHERE = 'DATABASE_SYSTEM_URL and STELLWERK_KEY_FILE are not set, and there is no data folder of npm start here.';

/** Could not look: the database is away, a file cannot be read. */
const AWAY = 3;
const log = { debug: () => undefined, warn: () => undefined };

/** Opens the store for as long as the work takes. Only the system door is to be used: the other has the same role here. */
export async function withStore<T>({ systemUrl }: Place, work: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore({ appUrl: systemUrl, systemUrl, maxConnections: 1, log });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Runs a command to its exit code; 3 with one sentence when it could not look. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    console.error(error instanceof StoreUnavailable ? 'The database cannot be reached.' : said);
    process.exitCode = AWAY;
  }
}
