import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@stellwerk/testing';

/** Everything that can be read in a mail, its parts one after the other (RFC 2045, RFC 2046). */
function textOf(mail: string): string {
  const end = mail.search(/\r?\n\r?\n/);
  const [head, body] = [mail.slice(0, end), mail.slice(end).replace(/^(\r?\n){2}/, '')];
  const boundary = /^content-type:\s*multipart\/[^]*?boundary="?([^"\r\n;]+)/im.exec(head)?.[1];
  if (boundary !== undefined)
    return body
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => textOf(part.replace(/^\r?\n/, '')))
      .join('\n');
  const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(head)?.[1]?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The mails that `npm start` writes into its data folder. */
export class Mailbox {
  private readonly folder: string;

  constructor(data: string) {
    this.folder = join(data, 'mail');
  }

  /** Waits for a mail to this address with an invitation in it; gives the path of its link. */
  async invitationTo(address: string): Promise<string> {
    let path: string | undefined;
    await until(
      `an invitation to ${address}`,
      async () => {
        path = (await this.to(address)).map((text) => /\/invitation#token=[\w%.~-]+/.exec(text)?.[0]).find((found) => found !== undefined);
        return path !== undefined;
      },
      30_000,
    );
    return path ?? '';
  }

  private async to(address: string): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    const mails = await Promise.all(names.filter((name) => name.endsWith('.eml')).map((name) => readFile(join(this.folder, name), 'utf8')));
    return mails.filter((mail) => new RegExp(`^to:.*${address.replace(/[.+]/g, '\\$&')}`, 'im').test(mail)).map(textOf);
  }
}
