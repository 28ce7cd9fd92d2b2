import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createMailer, judgeFailure, type Mail } from './mailer.js';

const mail = (values: Partial<Mail> = {}): Mail => ({
  id: 'a1b2',
  to: 'anna@example.org',
  subject: 'Genehmigt: Zugang für Müller & Söhne',
  text: 'Grüße\n.\nPunkt',
  html: '<p>Grüße</p>',
  language: 'de',
  ...values,
});

interface Received {
  readonly from: string;
  readonly to: string[];
  readonly raw: string;
}

/** A real SMTP server on a free port. */
async function startSmtp(options: SMTPServerOptions = {}, host = '127.0.0.1') {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map((r) => r.address), raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
    ...options,
  });
  await new Promise<void>((resolve) => void server.listen(0, host, resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { received, url: `smtp://${host}:${address.port}`, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

const from = 'Stellwerk <stellwerk@msp.example>';
const decoded = (raw: string, header: RegExp): string =>
  (header.exec(raw)?.[1] ?? '')
    .replace(/\?=\s+=\?UTF-8\?Q\?/gi, '')
    .replace(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_, q: string) => decodeURIComponent(q.replaceAll('_', ' ').replace(/=([0-9A-F]{2})/g, '%$1')));

describe('sending mail', () => {
  it('hands a mail to the server, umlauts, lone dots and all', async () => {
    const smtp = await startSmtp();
    const mailer = createMailer({ url: smtp.url, from });
    expect(await mailer.send(mail())).toEqual({ sent: true });
    const [got] = smtp.received;
    expect([got?.from, got?.to]).toEqual(['stellwerk@msp.example', ['anna@example.org']]);
    expect(decoded(got?.raw ?? '', /^Subject: ([\s\S]*?)\r\n(?=\S)/m)).toBe('Genehmigt: Zugang für Müller & Söhne');
    expect(got?.raw).toContain('Message-ID: <a1b2@msp.example>');
    expect(got?.raw).toContain('Auto-Submitted: auto-generated');
    expect(got?.raw).toMatch(/multipart\/alternative/);
    expect(got?.raw).toMatch(/Gr=C3=BC=C3=9Fe\r\n\.\r\nPunkt/);
    mailer.close();
    await smtp.stop();
  });

  it('lets nobody add recipients or headers by what stands in a mail', async () => {
    const smtp = await startSmtp();
    const mailer = createMailer({ url: smtp.url, from });
    await mailer.send(mail({ subject: 'x\r\nBcc: evil@example.org', to: 'anna@example.org' }));
    await mailer.send(mail({ id: 'c3', to: 'anna@example.org, evil@example.org' }));
    for (const got of smtp.received) expect(got.to.filter((to) => to.startsWith('evil'))).toEqual([]);
    for (const got of smtp.received) expect(got.raw).not.toMatch(/^Bcc:/m);
    mailer.close();
    await smtp.stop();
  });

  it('signs in where the server asks for it, and says when it is refused without telling the password', async () => {
    const smtp = await startSmtp({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (auth, _session, done) =>
        auth.username === 'us er' && auth.password === 'p@ss' ? done(null, { user: 1 }) : done(new Error('wrong')),
    });
    const [right, wrong] = ['us%20er:p%40ss', 'us%20er:geheim'].map((who) =>
      createMailer({ url: smtp.url.replace('smtp://', `smtp://${who}@`), from }),
    );
    expect(await right?.send(mail())).toEqual({ sent: true });
    const refused = await wrong?.send(mail());
    expect(refused).toMatchObject({ sent: false, again: 'later' });
    expect(JSON.stringify(refused)).not.toContain('geheim');
    right?.close();
    wrong?.close();
    await smtp.stop();
  });

  it('tells a refusal for now from one for good', async () => {
    const answers: Record<string, [number, string]> = {
      'full@example.org': [452, 'mailbox full'],
      'nobody@example.org': [550, 'no such user'],
    };
    const smtp = await startSmtp({
      onRcptTo: (address, _session, done) => {
        const [responseCode, text] = answers[address.address] ?? [250, ''];
        if (responseCode === 250) done();
        else done(Object.assign(new Error(text), { responseCode }));
      },
    });
    const mailer = createMailer({ url: smtp.url, from });
    expect(await mailer.send(mail({ to: 'full@example.org' }))).toMatchObject({ sent: false, again: 'later' });
    expect(await mailer.send(mail({ to: 'nobody@example.org' }))).toMatchObject({ sent: false, again: 'never' });
    expect(await mailer.send(mail())).toEqual({ sent: true });
    mailer.close();
    await smtp.stop();
    expect(await mailer.send(mail())).toMatchObject({ sent: false, again: 'later' });
  });

  it('demands TLS from a server elsewhere, and does not send in clear', async () => {
    // Not one of the addresses that count as this machine: what a server elsewhere looks like, first without STARTTLS, then with a certificate nobody vouches for.
    for (const disabledCommands of [['STARTTLS'], []]) {
      const smtp = await startSmtp({ disabledCommands }, '127.0.0.2');
      const mailer = createMailer({ url: smtp.url, from });
      const sent = await mailer.send(mail());
      expect(sent).toMatchObject({ sent: false, again: 'later' });
      expect(JSON.stringify(sent)).toMatch(disabledCommands.length > 0 ? /STARTTLS/ : /certificate/);
      expect(smtp.received).toEqual([]);
      mailer.close();
      await smtp.stop();
    }
  });

  it('writes files where there is no mail server, readable by the owner only', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stellwerk-mail-'));
    const mailer = createMailer({ url: pathToFileURL(join(folder, 'out')).href, from });
    expect(await mailer.send(mail())).toEqual({ sent: true });
    expect(await readdir(join(folder, 'out'))).toEqual(['a1b2.eml']);
    expect(await readFile(join(folder, 'out', 'a1b2.eml'), 'utf8')).toContain('To: anna@example.org');
    expect((await stat(join(folder, 'out', 'a1b2.eml'))).mode & 0o777).toBe(0o600);
    mailer.close();
    await rm(folder, { recursive: true });
  });

  it('says at once that it does not understand an address', () => {
    expect(() => createMailer({ url: 'http://mail.example', from })).toThrow('mail cannot be sent by http:');
  });
});

describe('judging a failure', () => {
  it.each([
    [{ responseCode: 550, code: 'EENVELOPE', message: 'no' }, 'never'],
    [{ responseCode: 451, code: 'EMESSAGE', message: 'later' }, 'later'],
    [{ responseCode: 535, code: 'EAUTH', message: 'auth' }, 'later'],
    [{ code: 'ECONNREFUSED', message: 'refused' }, 'later'],
    [{}, 'later'],
  ] as const)('%j: try again %s', (error, again) => {
    expect(judgeFailure(error)).toMatchObject({ sent: false, again });
  });
});
