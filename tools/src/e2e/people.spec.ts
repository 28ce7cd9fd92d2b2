import { type Client } from '@stellwerk/contracts';
import { describeWith, startChromium, type RunningBrowser } from '@stellwerk/testing';
import type { BrowserContext, Page } from 'playwright-core';
import { codeOf } from './authenticator.js';
import { barriers } from './barriers.js';
import { Mailbox } from './mailbox.js';
import { clientOf, Stack, type Ready } from './stack.js';

const PATIENCE_MS = 20_000;
const TECHNICIAN = { email: 'tina@provider.example', name: 'Tina Brandt', password: 'Regen auf Wellblech' };
const REQUESTER = { email: 'rolf@zimmerei.example', name: 'Rolf Ebers', password: 'Hobel und Dachstuhl 7' };

describeWith(['redis-server', 'chromium'], 'people in the browser', () => {
  let stack: Stack;
  let ready: Ready;
  let api: Client;
  let mails: Mailbox;
  let chromium: RunningBrowser;
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  const customers = { own: '', other: '' };
  let owner: Page;
  let technician: Page;
  let secret: string;

  const open = async (locale: string): Promise<Page> => {
    const { page, context } = await chromium.page({ locale });
    contexts.push(context);
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('Failed to load resource')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    return page;
  };
  const signIn = async (page: Page, email: string, password: string): Promise<void> => {
    await page.getByTestId('sign-in-email').fill(email);
    await page.getByTestId('sign-in-password').fill(password);
    await page.getByTestId('sign-in-submit').click();
  };
  const signOut = async (page: Page): Promise<void> => {
    await page.getByTestId('account').click();
    await page.getByTestId('sign-out').click();
    await page.getByTestId('sign-in-form').waitFor();
  };
  /** Follows the link of the mail and makes an account. */
  const accept = async (page: Page, who: typeof TECHNICIAN): Promise<void> => {
    await page.goto(ready.url + (await mails.invitationTo(who.email)));
    await page.getByTestId('invitation-offer').waitFor();
    await page.getByTestId('invitation-name').fill(who.name);
    await page.getByTestId('new-password').fill(who.password);
    expect(await page.locator('.advice [data-met="false"]').count()).toBe(0);
  };

  beforeAll(async () => {
    [stack, chromium] = await Promise.all([Stack.make(), startChromium()]);
    ready = await stack.start().ready();
    api = clientOf(ready);
    mails = new Mailbox(stack.data);
    customers.own = (await api.createTenant({ body: { name: 'Zimmerei Kowalski' } })).id;
    customers.other = (await api.createTenant({ body: { name: 'Bäckerei Hollmann' } })).id;
    owner = await open('en-GB');
    await owner.goto(ready.url);
    await signIn(owner, ready.email, ready.password);
    await owner.getByTestId('account').waitFor();
  }, 120_000);
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await chromium?.close();
    await stack?.remove();
  }, 60_000);

  it('lets the owner invite a technician for one customer, and that customer’s requester', async () => {
    await owner.getByTestId('nav-members').click();
    await owner.getByTestId('invite').click();
    await owner.getByTestId('invite-email').fill(TECHNICIAN.email);
    await owner.getByTestId('member-role-technician').check();
    await owner.getByTestId('member-reach-some').check();
    await owner.getByTestId('member-customers').click();
    await owner.getByRole('option', { name: 'Zimmerei Kowalski' }).click();
    expect(await barriers(owner)).toEqual([]);
    await owner.getByTestId('invite-send').click();
    await owner.getByTestId('invitation-row').waitFor();
    await owner.goto(`${ready.url}/customers/${customers.own}?tab=members`);
    await owner.getByTestId('invite').click();
    await owner.getByTestId('invite-email').fill(REQUESTER.email);
    await owner.getByTestId('member-role-requester').check();
    await owner.getByTestId('invite-send').click();
    await owner.getByTestId('invitation-row').waitFor();
    expect(await barriers(owner)).toEqual([]);
  }, 60_000);

  it('lets the technician in by the mailed link, to that one customer and no other', async () => {
    technician = await open('en-GB');
    await accept(technician, TECHNICIAN);
    expect(await barriers(technician)).toEqual([]);
    await technician.getByTestId('invitation-accept').click();
    await technician.getByTestId('account').waitFor();
    await technician.getByTestId('nav-customers').click();
    await technician.getByTestId('customer-row').first().waitFor();
    expect(await technician.getByTestId('customer-row').allTextContents()).toEqual([expect.stringContaining('Zimmerei Kowalski')]);
    expect(await technician.getByTestId('nav-service-accounts').count()).toBe(0);
    await technician.goto(`${ready.url}/customers/${customers.other}`);
    await technician.locator('[data-testid="problem"][data-code="not-found"]').waitFor();
  }, 60_000);

  it('sets up an authenticator app, and shows the recovery codes once', async () => {
    await technician.goto(`${ready.url}/profile`);
    await technician.getByTestId('totp-begin').click();
    secret = await technician.getByTestId('totp-secret').innerText();
    expect(await barriers(technician)).toEqual([]);
    await technician.getByTestId('totp-code').fill(codeOf(secret));
    await technician.getByTestId('totp-confirm').click();
    await technician.getByTestId('recovery-codes').waitFor();
    expect(await technician.getByTestId('recovery-code').count()).toBeGreaterThanOrEqual(8);
    expect(await barriers(technician)).toEqual([]);
    await technician.getByTestId('recovery-kept').check();
    await technician.getByTestId('recovery-done').click();
    await technician.getByTestId('totp-remove').waitFor();
  }, 60_000);

  it('asks for the second factor at the next sign-in, refuses a wrong code and takes the right one', async () => {
    await signOut(technician);
    await signIn(technician, TECHNICIAN.email, TECHNICIAN.password);
    await technician.locator('[data-testid="proof-form"][data-kind="totp"]').waitFor();
    expect(await barriers(technician)).toEqual([]);
    // The code that set it up was this step's, and none is taken twice.
    const right = codeOf(secret, 1);
    await technician.getByTestId('proof-input').fill(right === '000000' ? '000001' : '000000');
    await technician.getByTestId('proof-submit').click();
    await technician.getByTestId('proof-problem').waitFor();
    await technician.getByTestId('proof-input').fill(right);
    await technician.getByTestId('proof-submit').click();
    await technician.getByTestId('account').waitFor();
  }, 60_000);

  it('shows a customer’s requester their own company and nothing else', async () => {
    const page = await open('de-DE');
    await accept(page, REQUESTER);
    await page.getByTestId('invitation-accept').click();
    await page.getByTestId('account').waitFor();
    await page.getByTestId('nav-company').click();
    await page.getByRole('heading', { level: 1, name: 'Zimmerei Kowalski' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    const places = ['customers', 'members', 'access', 'service-accounts', 'settings'];
    expect(await Promise.all(places.map((place) => page.getByTestId(`nav-${place}`).count()))).toEqual([0, 0, 0, 0, 0]);
    expect(await page.getByText('Bäckerei Hollmann').count()).toBe(0);
    await page.goto(`${ready.url}/customers/${customers.other}`);
    await page.locator('[data-testid="problem"][data-code="not-found"]').waitFor();
  }, 60_000);

  it('never leaves out of sight for whom the owner acts, and ends it', async () => {
    await owner.goto(`${ready.url}/customers/${customers.own}`);
    await owner.getByTestId('act-for').click();
    await owner.getByTestId('acting-bar').getByText('Zimmerei Kowalski').waitFor();
    expect(await barriers(owner)).toEqual([]);
    await owner.getByTestId('acting-end').click();
    await owner.getByTestId('acting-bar').waitFor({ state: 'detached' });
  }, 60_000);

  it('gives a service account a key that works and is shown once', async () => {
    await owner.goto(`${ready.url}/service-accounts?new=true`);
    await owner.getByTestId('service-account-name').fill('Monitoring');
    await owner.getByTestId('scope-tunnels:read').check();
    expect(await barriers(owner)).toEqual([]);
    await owner.getByTestId('service-account-save').click();
    const card = owner.locator('[data-testid="service-account"][data-name="Monitoring"]');
    await card.getByTestId('key-create').click();
    await owner.getByTestId('key-make').click();
    const key = (await owner.getByTestId('key-secret').innerText()).trim();
    expect(await barriers(owner)).toEqual([]);
    const me = await clientOf({ ...ready, apiKey: key }).me();
    expect(me.permissions).toEqual(['tunnels:read']);
    await owner.getByTestId('key-kept').check();
    await owner.getByTestId('key-done').click();
    await owner.getByTestId('key-secret').waitFor({ state: 'detached' });
    expect(await owner.getByText(key).count()).toBe(0);
  }, 60_000);

  it('has no barriers on the pages about people, in the dark and at 390 px', async () => {
    await owner.emulateMedia({ colorScheme: 'dark' });
    await owner.setViewportSize({ width: 390, height: 800 });
    const found: Record<string, string[]> = {};
    for (const path of ['/profile', '/members', '/access', '/service-accounts', '/settings']) {
      await owner.goto(ready.url + path);
      await owner.getByRole('heading', { level: 1 }).waitFor();
      await owner.waitForLoadState('networkidle');
      found[path] = await barriers(owner);
    }
    expect(found).toEqual({ '/profile': [], '/members': [], '/access': [], '/service-accounts': [], '/settings': [] });
  }, 60_000);

  it('leaves nothing on the console', () => {
    expect(complaints).toEqual([]);
  });
});
