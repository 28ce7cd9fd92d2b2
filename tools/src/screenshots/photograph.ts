import { join } from 'node:path';
import type { Client } from '@stellwerk/contracts';
import type { RunningBrowser } from '@stellwerk/testing';
import type { Page } from 'playwright-core';
import type { Ready } from '../e2e/stack.js';

type Look = { readonly locale: 'de-DE' | 'en-GB'; readonly colorScheme: 'light' | 'dark' };

const LOOKS: Readonly<Record<string, Look>> = {
  'en-light': { locale: 'en-GB', colorScheme: 'light' },
  'de-dark': { locale: 'de-DE', colorScheme: 'dark' },
};
/** Long enough for fonts and the first figures; nothing on these pages waits for a click. */
const SETTLE_MS = 1_500;

async function signIn(page: Page, ready: Ready): Promise<void> {
  await page.goto(ready.url);
  await page.getByTestId('sign-in-email').fill(ready.email);
  await page.getByTestId('sign-in-password').fill(ready.password);
  await page.getByTestId('sign-in-submit').click();
  await page.getByTestId('account').waitFor();
}

/** What is worth a picture: where it is, and what must be there before it is taken. */
async function scenes(api: Client): Promise<readonly { name: string; path: string; there: string }[]> {
  const { items } = await api.listTunnels({ query: { limit: 200 } });
  // The tunnel with the most to see: several mappings, traffic, both languages alike.
  const [richest] = [...items].filter((t) => t.status.state === 'up').sort((a, b) => b.mappings.length - a.mappings.length);
  if (!richest) throw new Error('no tunnel is up: there is nothing to show');
  const [waiting] = (await api.listRequests({ query: { state: 'pending' } })).items;
  if (!waiting) throw new Error('nobody asks for anything: there is nothing to show');
  const { items: pbxs } = await api.listPbxs({ query: { limit: 200 } });
  const troubled = pbxs.find(({ name }) => name === 'XPhone Connect Hafenkante');
  if (!troubled) throw new Error('the demonstration has no federation: there is nothing to show');
  return [
    { name: 'findings', path: '/findings', there: '[data-testid="finding-row"]' },
    { name: 'certificates', path: '/certificates', there: '[data-testid="certificate-row"]' },
    { name: 'federation', path: `/pbxs/${troubled.id}/federation/edit`, there: '[data-testid="federation-probe"][open]' },
    { name: 'request', path: `/requests/${waiting.id}`, there: '[data-testid="decision"]' },
    { name: 'audit', path: '/audit', there: '[data-testid="audit-details"]' },
    { name: 'fleet', path: '/', there: '[data-testid="tunnel-row"]' },
    { name: 'tunnel', path: `/tunnels/${richest.id}`, there: '[data-testid="tunnel-state"][data-state="up"]' },
    { name: 'editor', path: `/tunnels/${richest.id}/edit`, there: '[data-testid="tunnel-editor-verdict"]' },
  ];
}

/** Takes every scene in every look; gives the files. */
export async function photograph(chromium: RunningBrowser, ready: Ready, api: Client, folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const [look, options] of Object.entries(LOOKS)) {
    const { page, context } = await chromium.page({ ...options, width: 1440, height: 900 });
    await signIn(page, ready);
    for (const scene of await scenes(api)) {
      await page.goto(ready.url + scene.path);
      await page.locator(scene.there).first().waitFor();
      await page.waitForTimeout(SETTLE_MS);
      const path = join(folder, `${scene.name}-${look}.png`);
      await page.screenshot({ path, animations: 'disabled' });
      files.push(path);
    }
    await context.close();
  }
  return files;
}
