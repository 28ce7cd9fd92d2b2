import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';

/** One mail, ready to go. */
export interface Mail {
  /** Names this mail for ever: sent twice after a crash, mail programs show it once. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: 'de' | 'en';
}

/** What became of a mail. `later`: worth another try (RFC 5321 4xx, no connection); `never`: the server refuses it for good (5xx), or the address is none. */
export type Sent = { readonly sent: true } | { readonly sent: false; readonly again: 'later' | 'never'; readonly why: string };

export interface Mailer {
  send(mail: Mail): Promise<Sent>;
  close(): void;
}

export interface MailOptions {
  /**
   * `smtp://user:password@host:587` (STARTTLS is demanded unless the host is this machine), `smtps://…:465`, or `file:///folder` to
   * write each mail as a file, for machines without a mail server.
   */
  readonly url: string;
  /** The sender, such as `Stellwerk <stellwerk@example.org>`. */
  readonly from: string;
  /** Trust anchors in PEM besides the system's, for a mail server with a certificate of one's own. */
  readonly ca?: string;
}

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);
/** A mail server that says nothing must not hold up the others. */
const TIMEOUT_MS = 15_000;

function smtp(url: URL, ca: string | undefined): Transporter {
  const secure = url.protocol === 'smtps:';
  return createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !LOCAL.has(url.hostname),
    ...(url.username === '' ? {} : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
    pool: true,
    maxConnections: 2,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Says what an SMTP failure means for another try. The server's text is kept, the connection's secrets are not part of it. */
export function judgeFailure(error: { readonly code?: string; readonly responseCode?: number; readonly message?: string }): Sent {
  const why = (error.message ?? 'unknown').split('\n')[0] ?? 'unknown';
  // Only what concerns this mail is final; a server that refuses the login or TLS may be put right.
  const permanent = (error.responseCode ?? 0) >= 500 && (error.code === 'EENVELOPE' || error.code === 'EMESSAGE');
  return { sent: false, again: permanent ? 'never' : 'later', why };
}

/** A transport for mail. Nothing is connected before the first mail. Throws when `url` is none it understands. */
export function createMailer({ url, from, ca }: MailOptions): Mailer {
  const target = new URL(url);
  if (target.protocol !== 'file:' && target.protocol !== 'smtp:' && target.protocol !== 'smtps:')
    throw new Error(`mail cannot be sent by ${target.protocol}`);
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'stellwerk.invalid';
  const options = (mail: Mail): SendMailOptions => ({
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.id}@${domain}>`,
    // RFC 3834: no out-of-office answers to a machine.
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
  });

  if (target.protocol === 'file:') {
    const folder = fileURLToPath(target);
    const writer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
    return {
      send: async (mail) => {
        const { message } = await writer.sendMail(options(mail));
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(join(folder, `${mail.id}.eml`), message as Buffer, { mode: 0o600 });
        return { sent: true };
      },
      close: () => writer.close(),
    };
  }
  const transport = smtp(target, ca);
  return {
    send: async (mail) => {
      try {
        await transport.sendMail(options(mail));
        return { sent: true };
      } catch (error) {
        return judgeFailure(error as { code?: string; responseCode?: number; message?: string });
      }
    },
    close: () => transport.close(),
  };
}
