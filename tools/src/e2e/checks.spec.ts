import type { Client } from '@stellwerk/contracts';
import {
  describeWith,
  freePort,
  makeCertificate,
  type RunningBrowser,
  startChromium,
  startTlsServer,
  type TestCertificate,
  type TlsServer,
  until,
} from '@stellwerk/testing';
import { Desk } from './desk.js';
import { clientOf, Stack, type Ready } from './stack.js';

const DAY_MS = 86_400_000;
const NAME = 'connect.kowalski.example';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
/** A run, its answers and its findings are there within a few seconds; a loaded machine takes longer. */
const RUN_WITHIN_MS = 40_000;

/** A certificate of 90 days that has so many left. */
const certificateWith = (daysLeft: number, dnsName: string): TestCertificate =>
  makeCertificate({
    subject: dnsName,
    dnsNames: [dnsName],
    notBefore: new Date(Date.now() - (90 - daysLeft) * DAY_MS),
    notAfter: new Date(Date.now() + daysLeft * DAY_MS),
    extendedKeyUsage: [SERVER_AUTH],
  });

describeWith(['redis-server', 'chromium', 'openssl'], 'checks, findings and certificates in the browser', () => {
  let stack: Stack;
  let server: TlsServer;
  let ready: Ready;
  let chromium: RunningBrowser;
  let api: Client;
  let tenantId: string;
  let desk: Desk;
  let phone: Desk;

  beforeAll(async () => {
    [stack, server, chromium] = await Promise.all([
      Stack.make(),
      startTlsServer({ certificate: certificateWith(5, NAME) }),
      startChromium(),
    ]);
    ready = await stack.start().ready();
    api = clientOf(ready);
    tenantId = (await api.createTenant({ body: { name: 'Zimmerei Kowalski' } })).id;
    desk = await Desk.of(chromium, ready, ready, 1280);
    phone = await Desk.of(chromium, ready, ready, 390);
  }, 150_000);
  afterAll(async () => {
    await desk?.close();
    await phone?.close();
    await chromium?.close();
    await stack?.remove();
    await server?.stop();
  }, 60_000);

  const checkOf = (path: string): string => /checks\/([0-9a-f-]{36})/.exec(path)?.[1] ?? '';

  it('a check says what it would say before anything is saved', async () => {
    await desk.goto('/checks/new');
    await desk.at('check-host').fill(server.host);
    await desk.at('check-port').fill(String(server.port));
    await desk.at('check-serverName').fill(NAME);
    await desk.in('preview', 'status', 'fail').waitFor();
    await desk
      .at('preview')
      .page()
      .getByText(/self-signed/i)
      .first()
      .waitFor();
    expect(await desk.barriers()).toEqual([]);
    expect((await api.listChecks({ query: { tenantId } })).items).toEqual([]);
    await desk.at('check-save').click();
    await desk.page.waitForURL((url) => checkOf(url.pathname) !== '');
  }, 60_000);

  it('every rule answers, with the evidence of each run; run now shows the run that it asked for', async () => {
    await desk.at('answer').first().waitFor({ timeout: RUN_WITHIN_MS });
    expect(await desk.in('answer', 'rule', 'CRT-03').first().getAttribute('data-status')).toBe('ok');
    const before = await desk.at('run').first().getAttribute('data-run');
    await desk.at('check-run').click();
    await desk.at('check-running').waitFor();
    await until('the run to appear', async () => (await desk.at('run').first().getAttribute('data-run')) !== before, RUN_WITHIN_MS);
    await desk.at('run-open').first().click();
    await desk.at('runs').getByText(NAME).first().waitFor();
    expect(await desk.barriers()).toEqual([]);
  }, 90_000);

  it('what breaks first stands first, with what to do; muted with a reason, and taken back', async () => {
    await phone.goto('/findings');
    await phone.at('outlook-event').first().waitFor();
    await phone.at('finding-row').first().waitFor();
    expect(await phone.barriers()).toEqual([]);
    await phone.at('finding-row').first().getByRole('link').first().click();
    await phone.at('fix').waitFor();
    expect(await phone.barriers()).toEqual([]);
    await phone.at('finding-mute').click();
    await phone.at('mute-confirm').click();
    await phone.page.getByText('Say why.').waitFor();
    await phone.at('until-week').click();
    await phone.at('mute-reason').fill('The customer renews on Monday.');
    await phone.at('mute-confirm').click();
    await phone.at('finding-muted').waitFor();
    await phone.at('finding-unmute').click();
    await phone.at('finding-mute').waitFor();
    await phone.at('finding-muted').waitFor({ state: 'detached' });
  }, 60_000);

  it('what could not be checked is no failure: it says so, and finds nothing', async () => {
    const body = {
      name: 'Lager',
      host: '127.0.0.1',
      port: await freePort(),
      username: 'x',
      credential: { kind: 'password', password: 'x' },
    } as const;
    const { id: sshServerId } = await api.createSshServer({ body: { tenantId, ...body } });
    const { id } = await api.createCheck({
      body: { tenantId, kind: 'tcp-port', params: { host: '127.0.0.1', port: server.port }, vantage: { kind: 'ssh-server', sshServerId } },
    });
    await desk.goto(`/checks/${id}`);
    const status = desk.in('check-status', 'status', 'unable-to-tell');
    await status.waitFor({ timeout: RUN_WITHIN_MS });
    expect(await status.innerText()).toBe('Could not be checked');
    await desk.goto('/checks?status=unable-to-tell');
    await desk.in('check-row', 'check', id).waitFor();
    expect(await desk.barriers()).toEqual([]);
    expect((await api.listFindings({ query: { checkId: id } })).items).toEqual([]);
  }, 90_000);

  it('a pause says until when and why, and ends', async () => {
    await desk.at('check-row').first().getByRole('link').first().click();
    await desk.at('check-pause').click();
    await desk.at('until-day').first().click();
    await desk.at('pause-reason').fill('New firewall');
    await desk.at('pause-confirm').click();
    await desk.at('check-paused-notice').getByText('New firewall').waitFor();
    await desk.at('check-resume').click();
    await desk.at('check-run').waitFor();
  }, 60_000);

  it('a seen certificate is in the table, on the line and in the calendar, there by the keyboard', async () => {
    await phone.goto('/certificates');
    await phone.at('certificate-row').getByText(`${server.host}:${server.port}`).waitFor();
    expect(await phone.barriers()).toEqual([]);
    await desk.goto('/certificates?view=timeline');
    await desk.at('timeline-row').first().waitFor();
    expect(await desk.barriers()).toEqual([]);
    await desk.goto('/certificates?view=calendar');
    const chosen = desk.page.locator('[data-testid="calendar-day"][aria-selected="true"]');
    await chosen.focus();
    for (let day = 0; day < 5; day += 1) await desk.page.keyboard.press('ArrowRight');
    const there = new Date(Date.now() + 5 * DAY_MS);
    await until('the day to be chosen', async () => Number((await chosen.getAttribute('data-day'))?.slice(8)) === there.getDate());
    expect(await desk.page.evaluate('document.activeElement.getAttribute("aria-selected")')).toBe('true');
    await desk.at('calendar-events').getByText(NAME).first().waitFor();
    expect(await desk.barriers()).toEqual([]);
  }, 60_000);

  it('an uploaded certificate is watched; the private key beside it never leaves the browser', async () => {
    const { pem, key } = certificateWith(60, 'mail.kowalski.example');
    const sent: string[] = [];
    desk.page.on('request', (request) => void (request.method() === 'POST' && sent.push(request.postData() ?? '')));
    await desk.goto('/certificates?upload=true');
    await desk.page.locator('input[type=file]').setInputFiles({ name: 'mail.pem', mimeType: 'text/plain', buffer: Buffer.from(key + pem) });
    await desk.at('certificate-key-removed').waitFor();
    expect(await desk.barriers()).toEqual([]);
    await desk.at('certificate-customer').click();
    await desk.page.getByRole('option').first().click();
    await desk.at('certificate-save').click();
    await desk.at('certificate-fitness').waitFor();
    expect(sent.join()).toContain('BEGIN CERTIFICATE');
    expect(sent.join()).not.toContain('PRIVATE KEY');
    expect(sent.join()).not.toContain(key.split('\n')[1]);
    expect(await desk.barriers()).toEqual([]);
    await desk.at('certificate-delete').click();
    await desk.at('confirm').click();
    await desk.page.waitForURL(/\/certificates$/);
  }, 60_000);

  it('complains about nothing in the console', () => {
    expect([...desk.complaints, ...phone.complaints]).toEqual([]);
  });
});
