import { describeWith, makeCertificate, startChromium, until, type RunningBrowser } from '@stellwerk/testing';
import type { Client } from '@stellwerk/contracts';
import type { BrowserContext, Page } from 'playwright-core';
import { callPartner } from '../demo/partner-call.js';
import { barriers } from './barriers.js';
import { clientOf, Stack, type Ready } from './stack.js';

const PATIENCE_MS = 20_000;
const DAY_MS = 86_400_000;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
/** Served by the demonstration, which has its certificate renewed but not selected. */
const DOMAIN = 'stadtwerke-ahrental.example';
const FQDN = `connect.${DOMAIN}`;

describeWith(['sshd', 'ssh', 'redis-server', 'named', 'chromium'], 'checks and federation in the browser', () => {
  let stack: Stack;
  let ready: Ready;
  let api: Client;
  let chromium: RunningBrowser;
  let context: BrowserContext;
  let page: Page;
  let pbxId: string;
  let findingId: string;

  beforeAll(async () => {
    [stack, chromium] = await Promise.all([Stack.make(), startChromium()]);
    ready = await stack.start({ STELLWERK_DEMO: '1' }).ready();
    api = clientOf(ready);
    const tenant = await api.createTenant({ query: {}, body: { name: 'Stadtwerke, zweiter Anlauf' } });
    const pbx = await api.createPbx({
      query: {},
      body: { tenantId: tenant.id, name: 'XPhone zweiter Anlauf', product: 'xphone-connect', version: '9.0.96', address: '127.0.0.1' },
    });
    pbxId = pbx.id;
    const [renewed] = (await api.listCertificates({ query: { source: 'uploaded', search: FQDN } })).items;
    const content = renewed?.pem ?? '';
    await api.uploadCertificate({ query: {}, body: { tenantId: tenant.id, pbxId, content, role: 'sip-federation' } });
    ({ page, context } = await chromium.page({ locale: 'en-GB' }));
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(ready.url);
    await at('sign-in-email').fill(ready.email);
    await at('sign-in-password').fill(ready.password);
    await at('sign-in-submit').click();
    await at('account').waitFor();
  }, 120_000);
  afterAll(async () => {
    await context?.close();
    await chromium?.close();
    await stack?.remove();
  }, 60_000);

  const at = (testId: string) => page.getByTestId(testId);
  /** What a rule says within a part of the page. */
  const answer = (within: string, rule: string, status: string) =>
    page.locator(`${within} [data-testid="answer"][data-rule="${rule}"][data-status="${status}"]`).first();
  const verdict = '[data-testid="federation-verdict"]';
  const probe = (kind: string) => `[data-testid="federation-probe"][data-kind="${kind}"]`;

  it('types a federation, sees at once what is wrong with a name and what the server shows, mends it, and saves', async () => {
    await page.goto(`${ready.url}/pbxs/${pbxId}`);
    await at('federation-set-up').click();
    await at('federation-domain').fill(DOMAIN);
    await at('federation-fqdn').fill(`connect.xphone.${DOMAIN}`);
    await at('federation-open').focus();
    await page.keyboard.press('Space');
    await answer(verdict, 'DNS-04', 'fail').waitFor();
    await at('federation-fqdn').fill(FQDN);
    await answer(verdict, 'DNS-04', 'ok').waitFor();
    await answer(probe('dns-federation-srv'), 'DNS-06', 'ok').waitFor({ state: 'attached' });
    await answer(probe('certificate-selection'), 'FED-08', 'fail').waitFor();
    expect(await barriers(page)).toEqual([]);
    await at('federation-save').click();
    await page.waitForURL(/\/federation$/);
    await at('check-row').first().waitFor();
  }, 60_000);

  it('has the plan for exactly these values', async () => {
    await at('federation-view-plan').click();
    const blocks = at('federation-plan').getByTestId('plan-block');
    await blocks
      .filter({ hasText: `_sipfederationtls._tcp.${DOMAIN}.` })
      .filter({ hasText: `0 0 5061 ${FQDN}.` })
      .first()
      .waitFor();
    await blocks
      .filter({ hasText: `--host ${FQDN}` })
      .filter({ hasText: '--keepexisting' })
      .first()
      .waitFor();
    expect(await barriers(page)).toEqual([]);
  }, 30_000);

  it('finds by itself that a renewed certificate is not selected, and says what to do with a command to copy', async () => {
    const found = async () => (await api.listFindings({ query: { pbxId, limit: 200 } })).items.find(({ rule }) => rule === 'FED-08');
    await until('the finding', async () => (await found()) !== undefined, PATIENCE_MS);
    findingId = (await found())?.id ?? '';
    await page.goto(`${ready.url}/findings?pbxId=${pbxId}`);
    await page.locator('[data-testid="finding-row"][data-code="certificate-not-selected"] a').first().click();
    await page.waitForURL(new RegExp(`/findings/${findingId}$`));
    await at('fix').getByText('[Zertifikate]').first().waitFor();
    await at('fix-lines').filter({ hasText: FQDN }).first().waitFor();
    expect(await barriers(page)).toEqual([]);
  }, 40_000);

  it('mutes it with a reason, which is asked for, and takes it back', async () => {
    await at('finding-mute').click();
    await at('until-week').click();
    await at('mute-confirm').click();
    await at('mute-reason').fill('The maintenance window is on Thursday.');
    expect(await barriers(page)).toEqual([]);
    await at('mute-confirm').click();
    await at('finding-muted').getByText('The maintenance window is on Thursday.').waitFor();
    expect((await api.listFindings({ query: { pbxId, limit: 200 } })).items.map(({ id }) => id)).not.toContain(findingId);
    await at('finding-unmute').click();
    await at('finding-mute').waitFor();
    expect((await api.getFinding({ params: { id: findingId } })).mutedUntil).toBeNull();
  }, 40_000);

  it('lets the server connect to a test domain, and shows that its certificate serves one direction only', async () => {
    await page.goto(`${ready.url}/pbxs/${pbxId}/federation?view=mtls`);
    await at('mtls-start').click();
    await at('mtls-host').waitFor();
    const test = await api.getMtlsTest({ params: { id: pbxId } });
    expect(await at('mtls-host').textContent()).toContain(test.host);
    expect(test.listening).toBe(true);
    const { facts } = await api.previewCheck({
      body: {
        tenantId: (await api.getPbx({ params: { id: pbxId } })).tenantId,
        kind: 'tcp-port',
        params: { host: test.host, port: test.port },
      },
    });
    const authority = makeCertificate({ subject: 'Issuing CA', ca: true });
    const { pem: cert, key } = makeCertificate({ subject: FQDN, issuer: authority, dnsNames: [FQDN], extendedKeyUsage: [SERVER_AUTH] });
    await callPartner({ ...test, address: (facts as { address: string }).address }, { cert, key });
    await at('mtls-sighting').locator('[data-code="client-certificate-server-only"]').waitFor();
    expect(await barriers(page)).toEqual([]);
  }, 40_000);

  it('uploads a certificate, which then stands in the table and on its day in the calendar', async () => {
    const notAfter = new Date(Date.now() + 40 * DAY_MS);
    const { pem, key } = makeCertificate({
      subject: 'upload.zweiter-anlauf.example',
      dnsNames: ['upload.zweiter-anlauf.example'],
      notAfter,
    });
    await page.goto(`${ready.url}/certificates`);
    await at('certificate-upload').click();
    await at('certificate-customer').click();
    await page.getByRole('option', { name: 'Stadtwerke, zweiter Anlauf' }).click();
    await at('certificate-pasted').fill(`${key}${pem}`);
    expect(await barriers(page)).toEqual([]);
    await at('certificate-save').click();
    await page.waitForURL(/\/certificates\/[0-9a-f-]{36}$/);
    expect(await at('certificate-pem').textContent()).not.toContain('PRIVATE KEY');
    await page.goto(`${ready.url}/certificates?search=zweiter-anlauf`);
    await at('certificate-row').filter({ hasText: 'upload.zweiter-anlauf.example' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    const day = notAfter.toLocaleDateString('sv-SE');
    await page.goto(`${ready.url}/certificates?view=calendar&day=${day}`);
    await page.locator(`[data-testid="calendar-day"][data-day="${day}"]:not([data-events="0"])`).waitFor();
    await at('calendar-events').getByText('upload.zweiter-anlauf.example').first().waitFor();
    expect(await barriers(page)).toEqual([]);
  }, 40_000);

  it('has nothing in the way of a screen reader on the lists of findings and checks, nor on a check', async () => {
    for (const [path, there] of [
      ['/findings', 'finding-row'],
      [`/checks?pbxId=${pbxId}`, 'check-row'],
      [`/checks/${(await api.listChecks({ query: { pbxId } })).items[0]?.id}`, 'runs'],
    ] as const) {
      await page.goto(ready.url + path);
      await at(there).first().waitFor();
      expect(await barriers(page)).toEqual([]);
    }
  }, 60_000);
});
