import { connect, type AddressInfo, type Server } from 'node:net';
import type { Client } from '@stellwerk/contracts';
import { describeWith, startChromium, until, type RunningBrowser } from '@stellwerk/testing';
import { REQUESTS } from '../demo/requests.js';
import { serveDemo } from '../demo/services.js';
import { Desk } from './desk.js';
import { hire, signedIn } from './people.js';
import { makeSite, type Site } from './site.js';
import { clientOf, Stack, type Ready } from './stack.js';

const PATIENCE_MS = 20_000;
/** How long the approved access lasts: long enough to look at it, short enough to wait for. */
const LASTS_MS = 30_000;
const TUNNEL = 'Werkbank LDAP';

describeWith(['sshd', 'ssh', 'redis-server', 'chromium'], 'a customer asks for a tunnel', () => {
  let stack: Stack;
  let site: Site;
  let directory: Server;
  let ready: Ready;
  let chromium: RunningBrowser;
  let api: Client;
  let tenantId: string;
  let customer: Desk;
  let technician: Desk;
  let requestId: string;
  let tunnelId: string;
  let ends: number;

  beforeAll(async () => {
    [stack, site, chromium] = await Promise.all([Stack.make(), makeSite(), startChromium()]);
    directory = await serveDemo('ldap', { host: '127.0.0.1', name: 'dc01.kowalski.example' }, 0);
    ready = await stack.start().ready();
    api = clientOf(ready);
    tenantId = (await api.createTenant({ body: { name: 'Zimmerei Kowalski' } })).id;
    await api.createPbx({ body: { tenantId, name: 'STARFACE Kowalski', product: 'starface' } });
    const { host, port, username, userKey } = site.sshd;
    await api.createSshServer({
      body: { tenantId, name: 'Werkstatt', host, port, username, credential: { kind: 'private-key', privateKey: userKey.privateKey } },
    });
    const [asks, decides] = await Promise.all([
      hire(ready, stack.data, { name: 'Rita', email: 'rita@kowalski.example', role: 'requester', tenantId }),
      hire(ready, stack.data, { name: 'Tina', email: 'tina@provider.example', role: 'technician' }),
    ]);
    // The customer has a phone, the technician a desk.
    customer = await Desk.of(chromium, ready, asks, 390);
    technician = await Desk.of(chromium, ready, decides, 1280);
  }, 150_000);
  afterAll(async () => {
    await customer?.close();
    await technician?.close();
    await chromium?.close();
    await stack?.remove();
    await site?.remove();
    directory?.close();
  }, 60_000);

  it('on the phone, in four steps, told while typing what the other side will see', async () => {
    await customer.goto('/');
    await customer.at('request-create').first().click();
    // There is one PBX and one SSH server: both are chosen already.
    await customer.at('wizard-next').click();
    await customer.at('service-ldap').click();
    await customer.at('wizard-name').fill(TUNNEL);
    await customer.at('mapping-local-port').fill(String(site.localPort));
    await customer.at('mapping-remote-port').fill(String((directory.address() as AddressInfo).port));
    await customer.in('wizard-approvers', 'required', '1').waitFor();
    expect(await customer.barriers()).toEqual([]);
    await until(
      'the mappings to be fine and the next step to open',
      async () => {
        if ((await customer.at('end-day').count()) === 0) await customer.at('wizard-next').click();
        return (await customer.at('end-day').count()) > 0;
      },
      PATIENCE_MS,
    );
    await customer.at('end-day').click();
    await customer.at('wizard-reason').fill('The new address book is tried out, ticket 4711.');
    expect(await customer.barriers()).toEqual([]);
    await customer.at('wizard-next').click();
    await customer.at('difference').first().waitFor();
    expect(await customer.barriers()).toEqual([]);
    await customer.at('wizard-send').click();
    await customer.page.waitForURL(/\/requests\/[0-9a-f-]{36}$/);
    requestId = customer.page.url().split('/').at(-1) ?? '';
    await customer.in('request-state', 'state', 'pending').waitFor();
    expect(await customer.at('request-why-not').getAttribute('data-why')).toBe('ownCustomer');
    expect(await customer.barriers()).toEqual([]);
  }, 120_000);

  it('the technician is told, reads the difference and the risks, and approves it for a shorter time', async () => {
    await technician.goto('/');
    await technician.page.locator('[data-testid="notifications"]:not([data-unread="0"])').click();
    await technician.in('notification', 'kind', 'request-submitted').click();
    await technician.page.waitForURL(`**/requests/${requestId}`);
    await technician.at('decision').waitFor();
    expect(await technician.at('difference').count()).toBeGreaterThan(0);
    expect(await technician.barriers()).toEqual([]);
    ends = Math.ceil((Date.now() + LASTS_MS) / 1000) * 1000;
    await technician.at('end-date').click();
    await technician.at('end-date-input').fill(await technician.page.evaluate(localText, ends));
    await technician.at('decision-text').fill('A moment is enough.');
    await technician.at('request-approve').click();
    await technician.in('request-state', 'state', 'approved').waitFor();
    expect(await technician.at('request-approved').textContent()).toContain('Tina');
    expect(await technician.page.locator('[data-testid="difference"][data-path="/endsAt"]').count()).toBe(1);
  }, 60_000);

  it('and the tunnel comes up, which the customer sees without loading the page anew', async () => {
    await customer.in('request-state', 'state', 'approved').waitFor();
    await until('the directory to answer through the tunnel', () => directoryAnswers(site.localPort), PATIENCE_MS);
    await customer.in('request-tunnel-state', 'state', 'up').waitFor();
    await customer.at('request-tunnel').click();
    await customer.page.waitForURL(/\/tunnels\/[0-9a-f-]{36}$/);
    tunnelId = customer.page.url().split('/').at(-1) ?? '';
    await customer.in('approved-end', 'over', 'false').waitFor();
    expect(await customer.at('tunnel-countdown').textContent()).toMatch(/\d/);
    // A customer looks at a tunnel and asks for changes; running it is the provider's business.
    expect(await customer.at('tunnel-more').count()).toBe(0);
    expect(await customer.barriers()).toEqual([]);
  }, 60_000);

  it('ends by itself at the approved second: nothing gets through any more, and both sides see why', async () => {
    expect(await directoryAnswers(site.localPort)).toBe(true);
    await until('the access to have ended', async () => !(await directoryAnswers(site.localPort)), LASTS_MS + PATIENCE_MS);
    expect(Date.now()).toBeGreaterThanOrEqual(ends);
    expect(Date.now() - ends).toBeLessThan(6_000);
    await customer.in('approved-end', 'over', 'true').waitFor();
    await customer.in('tunnel-state', 'state', 'stopped').waitFor();
    await customer.goto(`/requests/${requestId}`);
    for (const desk of [customer, technician]) await desk.in('request-state', 'state', 'ended').waitFor();
  }, 120_000);

  it('leaves a trail that the owner reads in the audit and takes along after proving who they are', async () => {
    const owner = await Desk.of(chromium, ready, ready, 1280);
    await owner.goto(`/audit?action=request&tenantId=${tenantId}`);
    for (const action of ['request.created', 'request.approved', 'request.ended'])
      await owner.in('audit-event', 'action', action).first().waitFor();
    const approved = owner.in('audit-event', 'action', 'request.approved');
    expect(await approved.textContent()).toContain('Tina');
    await approved.getByTestId('audit-details').click();
    await owner.at('audit-open').waitFor();
    expect(await owner.barriers()).toEqual([]);
    const file = owner.page.waitForEvent('download');
    await owner.at('audit-export').click();
    await owner.at('audit-export-json').click();
    expect((await file).suggestedFilename()).toMatch(/^audit-.*\.jsonl$/);
    await owner.page.keyboard.press('ControlOrMeta+k');
    await owner.at('spotlight-input').fill('Werkbank');
    await owner.page.getByRole('dialog').getByText(TUNNEL).first().waitFor();
    await owner.page.keyboard.press('ArrowDown');
    await owner.page.keyboard.press('Enter');
    await owner.page.waitForURL(/\/(tunnels|requests)\/[0-9a-f-]{36}$/);
    await owner.close();
    // The customer's own side reads the same, the provider's acts included.
    const boss = await hire(ready, stack.data, { name: 'Jens', email: 'jens@kowalski.example', role: 'tenant-admin', tenantId });
    const { items } = await (await signedIn(ready, boss)).listAuditEvents({ query: { action: 'request' } });
    expect(items.map(({ action, actor }) => [action, actor.name])).toEqual(
      expect.arrayContaining([
        ['request.created', 'Rita'],
        ['request.approved', 'Tina'],
        ['request.ended', expect.any(String)],
      ]),
    );
    expect(tunnelId).toMatch(/^[0-9a-f-]{36}$/);
  }, 90_000);

  it('leaves nothing on the console', () => {
    expect([...customer.complaints, ...technician.complaints]).toEqual([]);
  });
});

/** A moment as `<input type="datetime-local">` takes it, by the clock of the browser it runs in. */
function localText(at: number): string {
  const d = new Date(at);
  return new Date(at - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** True when a directory answers a search for its root DSE (RFC 4512, 5.1) through this port: the tag of a search result entry. */
function directoryAnswers(port: number, withinMs = 1_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (answer: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(false), withinMs);
    socket.on('connect', () => socket.write(REQUESTS.ldap));
    socket.on('data', (bytes: Buffer) => settle(bytes.includes(0x64)));
    socket.on('error', () => settle(false));
    socket.on('close', () => settle(false));
  });
}
