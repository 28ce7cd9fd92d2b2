import type { Request, Response } from 'express';

const PLAIN = 'stellwerk_session';

/** The session cookie: opaque, unreadable to scripts, never sent along by other sites' forms. Over https it is bound to the host. */
export class SessionCookie {
  private readonly secure: boolean;
  readonly name: string;

  constructor(publicUrl: string) {
    this.secure = publicUrl.startsWith('https:');
    this.name = this.secure ? `__Host-${PLAIN}` : PLAIN;
  }

  read(request: Pick<Request, 'headers'>): string | null {
    for (const pair of (request.headers.cookie ?? '').split(';')) {
      const at = pair.indexOf('=');
      if (at > 0 && pair.slice(0, at).trim() === this.name) return pair.slice(at + 1).trim();
    }
    return null;
  }

  set(response: Response, token: string, lifetimeMs: number): void {
    response.cookie(this.name, token, { httpOnly: true, sameSite: 'lax', secure: this.secure, path: '/', maxAge: lifetimeMs });
  }

  clear(response: Response): void {
    response.clearCookie(this.name, { httpOnly: true, sameSite: 'lax', secure: this.secure, path: '/' });
  }
}
