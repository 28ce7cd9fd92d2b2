import { createDialer, createGuardedFetch, type GuardedFetch } from '@stellwerk/probe';
import type { Answer, World } from './world.js';

/** A browser on its way between Stellwerk and OpenID providers: keeps cookies per site, follows redirects by hand. */
export class Traveller {
  private readonly jar = new Map<string, Map<string, string>>();
  private readonly outside: GuardedFetch;

  constructor(
    private readonly world: World,
    trusted: readonly string[],
  ) {
    this.outside = createGuardedFetch(createDialer({ allowLoopback: true }), { trusted });
  }

  get cookie(): string {
    return this.cookiesOf('stellwerk');
  }

  /** Puts a session into this browser. */
  wear(cookie: string): void {
    this.keep('stellwerk', [cookie]);
  }

  /** A page of the API. */
  async visit(path: string, headers: Record<string, string> = {}): Promise<Answer & { location: string | null }> {
    const response = await fetch(this.world.url + path, {
      redirect: 'manual',
      headers: { accept: 'application/json', cookie: this.cookie, ...headers },
    });
    this.keep('stellwerk', response.headers.getSetCookie());
    const text = await response.text();
    const body = /json/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as never) : null;
    return { status: response.status, headers: response.headers, text, body, location: response.headers.get('location') };
  }

  /** Goes to an OpenID provider; the address it sends the browser to. */
  async depart(id: string, query = '', headers: Record<string, string> = {}): Promise<URL> {
    const answer = await this.visit(`/api/v1/session/oidc/${id}${query}`, headers);
    if (answer.status !== 302 || answer.location === null) throw new Error(`${answer.status} ${answer.text}`);
    return new URL(answer.location);
  }

  /** Follows the OpenID provider's pages until it sends the browser back; the path of that at the API. */
  async signInThere(url: URL): Promise<string> {
    for (let at = url, hops = 0; hops < 12; hops += 1) {
      if (at.protocol === 'http:') return at.pathname + at.search;
      const response = await this.outside(at, { headers: { cookie: this.cookiesOf(at.host) } });
      this.keep(at.host, response.headers.getSetCookie());
      const location = response.headers.get('location');
      if (location === null) throw new Error(`${at.href}: ${response.status} ${(await response.text()).slice(0, 2_000)}`);
      at = new URL(location, at);
    }
    throw new Error('too many redirects');
  }

  /** There and back. */
  async journey(id: string, query = '', headers: Record<string, string> = {}): Promise<Answer & { location: string | null }> {
    return this.visit(await this.signInThere(await this.depart(id, query, headers)));
  }

  private cookiesOf(site: string): string {
    return [...(this.jar.get(site) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private keep(site: string, cookies: readonly string[]): void {
    const kept = this.jar.get(site) ?? new Map<string, string>();
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') kept.delete(name);
      else kept.set(name, value);
    }
    this.jar.set(site, kept);
  }
}
