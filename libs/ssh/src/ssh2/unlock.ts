import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** Runs in the thread: the text of a key and its passphrase in, the open key out. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const parsed = [require(workerData.parser).parseKey(workerData.text, workerData.passphrase)].flat()[0];
parentPort.postMessage(parsed instanceof Error ? { error: parsed.message } : { pem: parsed.getPrivatePEM() });
`;

export type Unlocked = { readonly pem: string } | { readonly error: string };

/** Keys opened lately. A shared key of two hundred tunnels that all reconnect is opened once. */
const REMEMBERED = 64;
const recent = new Map<string, Promise<Unlocked>>();

function unlockNow(text: string, passphrase: string): Promise<Unlocked> {
  return new Promise((resolve) => {
    const parser = createRequire(import.meta.url).resolve('ssh2/lib/protocol/keyParser.js');
    const thread = new Worker(THREAD, { eval: true, workerData: { parser, text, passphrase } });
    thread.once('message', (unlocked: Unlocked) => resolve(unlocked)).once('error', (error) => resolve({ error: error.message }));
  });
}

/**
 * Opens an encrypted key in a thread of its own. OpenSSH's key derivation (bcrypt_pbkdf) takes ssh2 0.4 s of pure
 * JavaScript; on the event loop that would stop every tunnel of the process for as long.
 */
export function unlock(text: string, passphrase: string): Promise<Unlocked> {
  const name = createHash('sha256').update(passphrase).update('\0').update(text).digest('base64');
  const unlocked = recent.get(name) ?? unlockNow(text, passphrase);
  recent.delete(name);
  recent.set(name, unlocked);
  const oldest = recent.keys().next().value;
  if (recent.size > REMEMBERED && oldest !== undefined) recent.delete(oldest);
  // What failed is not kept: it would be remembered for nothing.
  void unlocked.then((result) => 'error' in result && recent.delete(name));
  return unlocked;
}
