import { describeWith, startChromium, until, type RunningBrowser } from '@stellwerk/testing';
import type { BrowserContext, Page } from 'playwright-core';
import { barriers } from './barriers.js';
import { echoes, secondsToTraffic } from './echo.js';
import { makeSite, type Site } from './site.js';
import { Stack, type Ready } from './stack.js';

const PATIENCE_MS = 20_000;

describeWith(['sshd', 'ssh', 'redis-server', 'chromium'], 'a new user in the browser', () => {
  let stack: Stack;
  let site: Site;
  let ready: Ready;
  let chromium: RunningBrowser;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    [stack, site, chromium] = await Promise.all([Stack.make(), makeSite(), startChromium()]);
    ready = await stack.start().ready();
    ({ page, context } = await chromium.page({ locale: 'en-GB' }));
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('Failed to load resource')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(ready.url) && !request.url().startsWith('data:')) complaints.push(`a request to ${request.url()}`);
    });
  }, 120_000);
  afterAll(async () => {
    await context?.close();
    await chromium?.close();
    await stack?.remove();
    await site?.remove();
  }, 60_000);

  const at = (testId: string) => page.getByTestId(testId);
  const choose = async (testId: string, index: number, option: number): Promise<void> => {
    await at(testId).nth(index).click();
    await page.getByRole('option').nth(option).click();
  };

  it('is asked to sign in, told when the password is wrong, and let in with the one that was printed', async () => {
    await page.goto(ready.url);
    await at('sign-in-email').fill(ready.email);
    await at('sign-in-password').fill('wrong');
    await at('sign-in-submit').click();
    await at('sign-in-problem').waitFor();
    expect(await barriers(page)).toEqual([]);
    await at('sign-in-password').fill(ready.password);
    await at('sign-in-submit').click();
    await at('account').waitFor();
  }, 60_000);

  it('adds a customer and a PBX', async () => {
    await page.goto(`${ready.url}/customers`);
    await at('customer-create').click();
    await at('customer-name').fill('Zimmerei Kowalski');
    await at('customer-save').click();
    await page.waitForURL(/\/customers\/[0-9a-f-]{36}$/);
    await at('pbx-create').click();
    await at('pbx-name').fill('STARFACE Kowalski');
    await at('pbx-save').click();
    await page.waitForURL(/\/pbxs\/[0-9a-f-]{36}$/);
  }, 60_000);

  it('types an SSH server, sees its key before any credential is sent, confirms it, and the test passes', async () => {
    await at('tunnel-create').first().click();
    await at('ssh-server-name').fill('Werkstatt');
    await at('ssh-server-host').fill(site.sshd.host);
    await at('ssh-server-port').fill(String(site.sshd.port));
    await at('ssh-server-username').fill(site.sshd.username);
    await at('ssh-server-kind')
      .getByText(/private key/i)
      .click();
    await at('ssh-server-private-key').fill(site.sshd.userKey.privateKey);
    await page.getByText(site.sshd.hostKeys[0]?.fingerprint ?? '').waitFor();
    expect(site.sshd.log()).not.toContain('Accepted publickey');
    await at('host-key-confirm').first().click();
    await at('ssh-test-passed').waitFor();
    expect(await barriers(page)).toEqual([]);
    await at('ssh-server-save').click();
    await at('tunnel-editor-new-server').waitFor();
  }, 60_000);

  it('is told of a collision while typing, mends it, and saves a tunnel that turns green and carries bytes both ways', async () => {
    await at('tunnel-editor-name').fill('Werkbank');
    await at('tunnel-editor-add').click();
    await at('mapping-name').nth(0).fill('Warenwirtschaft');
    await at('mapping-local-port').nth(0).fill(String(site.localPort));
    await at('mapping-remote-port').nth(0).fill(String(site.service.port));
    await at('tunnel-editor-add').click();
    await at('mapping-name').nth(1).fill('Konsole');
    await at('mapping-local-port').nth(1).fill(String(site.localPort));
    await at('mapping-remote-port').nth(1).fill(String(site.remotePort));
    await page.locator('[data-testid="tunnel-editor-verdict"][data-verdict="wrong"]').waitFor();
    await choose('mapping-kind', 1, 2);
    await at('mapping-local-port').nth(1).fill(String(site.pbxService.port));
    expect(await at('mapping-row').nth(1).getAttribute('data-kind')).toBe('inbound-private');
    await page.locator('[data-testid="tunnel-editor-verdict"][data-verdict="fine"]').waitFor();
    expect(await barriers(page)).toEqual([]);
    await at('tunnel-editor-save').click();
    await page.waitForURL(/\/tunnels\/[0-9a-f-]{36}$/);
    await page.locator('[data-testid="tunnel-state"][data-state="up"]').waitFor();
    await secondsToTraffic([site.localPort, site.remotePort], PATIENCE_MS);
    await until(
      'the bytes to be shown',
      async () => (await at('mapping-bytes-in').allTextContents()).every((text) => /[1-9]\d*.*k/i.test(text)),
      PATIENCE_MS,
    );
    expect(await barriers(page)).toEqual([]);
  }, 90_000);

  it('sees the tunnel stop and start without loading the page anew', async () => {
    await at('tunnel-more').click();
    await at('tunnel-disable').click();
    await at('confirm').click();
    await page.locator('[data-testid="tunnel-state"][data-state="stopped"]').waitFor();
    expect(await echoes(site.localPort, 300)).toBe(false);
    await at('tunnel-enable').click();
    await page.locator('[data-testid="tunnel-state"][data-state="up"]').waitFor();
    await secondsToTraffic([site.localPort, site.remotePort], PATIENCE_MS);
  }, 60_000);

  it('reads it in German and in the dark, with nothing in the way of a screen reader', async () => {
    await page.goto(ready.url);
    await at('tunnel-row').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await at('language').click();
    await at('language-de').click();
    await page.locator('html[lang="de"]').waitFor();
    await page.getByText('Kunden', { exact: true }).first().waitFor();
    await at('theme').click();
    await at('theme-dark').click();
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    expect(await barriers(page)).toEqual([]);
  }, 60_000);

  it('leaves nothing on the console and asks nobody but its own origin', () => {
    expect(complaints).toEqual([]);
  });
});
