import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@stellwerk/contracts';
import { startChromium, until } from '@stellwerk/testing';
import { type Ready, Run } from '../e2e/stack.js';
import { photograph } from './photograph.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDER = join(ROOT, 'docs', 'images');
/** A picture in a README must not cost its reader more. */
const LARGEST_BYTES = 300_000;
const GREEN_WITHIN_MS = 120_000;
/** Findings that the demonstration accepts by itself. */
const MUTED = 7;

/** The demonstration that runs already, or one started for the occasion. */
async function demonstration(): Promise<{ ready: Ready; stop: () => Promise<void> }> {
  const running = join(process.env['STELLWERK_DATA'] ?? join(ROOT, '.stellwerk'), 'ready.json');
  if (existsSync(running)) return { ready: JSON.parse(await readFile(running, 'utf8')) as Ready, stop: async () => undefined };
  const data = await mkdtemp(join(tmpdir(), 'stellwerk-pictures-'));
  const run = new Run(data, { STELLWERK_DEMO: '1' });
  const stop = async (): Promise<void> => {
    await run.stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { ready: await run.ready(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Takes the pictures of the README from the running demonstration: `node tools/run.mjs screenshots`. */
async function main(): Promise<void> {
  const { ready, stop } = await demonstration();
  const chromium = await startChromium();
  try {
    const api = createClient({ baseUrl: ready.url, headers: () => ({ authorization: `Bearer ${ready.apiKey}` }) });
    await until('the demonstration to be green', async () => (await api.overview()).tunnels.up >= 8, GREEN_WITHIN_MS);
    // The last checks to come home, and what only a demonstration has is out of the way.
    await until('its findings', async () => (await api.listFindings({ query: { state: 'muted' } })).items.length >= MUTED, GREEN_WITHIN_MS);
    await mkdir(FOLDER, { recursive: true });
    for (const file of await photograph(chromium, ready, api, FOLDER)) {
      const { size } = await stat(file);
      process.stdout.write(`${file} ${Math.round(size / 1000)} kB\n`);
      if (size > LARGEST_BYTES) throw new Error(`${file} is larger than ${LARGEST_BYTES / 1000} kB`);
    }
  } finally {
    await chromium.close();
    await stop();
  }
}

await main();
