import { createHmac } from 'node:crypto';
import { type Answer, PASSWORD, type World } from './world.js';

/** What a browser does for a page: keeps the cookie, and the page keeps the CSRF token it was told last. */
export class Browser {
  cookie = '';
  csrfToken = '';

  constructor(
    private readonly world: Pick<World, 'request'>,
    private readonly userAgent = 'Spec/1.0',
  ) {}

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.world.request(method, `/api/v1${path}`, {
      headers: { 'user-agent': this.userAgent, ...(this.cookie ? { cookie: this.cookie, 'x-csrf-token': this.csrfToken } : {}) },
      ...(body === undefined ? {} : { body }),
    });
    const set = answer.headers.get('set-cookie');
    if (set !== null) this.cookie = (set.split(';')[0] ?? '').replace(/=$/, '');
    if (answer.body?.csrfToken) this.csrfToken = answer.body.csrfToken;
    else if (set !== null && this.cookie.includes('=')) await this.send('GET', '/me');
    return answer;
  }

  signIn(email: string, password = PASSWORD): Promise<Answer> {
    return this.send('POST', '/session', { email, password });
  }

  /** The same cookie in another hand: whoever saw it. */
  copy(): Browser {
    const other = new Browser(this.world, this.userAgent);
    other.cookie = this.cookie;
    other.csrfToken = this.csrfToken;
    return other;
  }
}

/** The code an authenticator app shows (RFC 6238), worked out here by itself. `steps`: so many half minutes from now. */
export function appCode(secret: string, steps = 0, now = Date.now()): string {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac[19] ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Sets up an authenticator app; leaves the codes of now and of the next step unused. */
export async function addApp(browser: Browser): Promise<{ secret: string; recoveryCodes: string[] | null }> {
  const { secret } = (await browser.send('POST', '/me/totp')).body;
  const confirmed = await browser.send('POST', '/me/totp/confirmation', { code: appCode(secret, -1) });
  if (confirmed.status !== 200) throw new Error(confirmed.text);
  return { secret, recoveryCodes: confirmed.body.recoveryCodes };
}
