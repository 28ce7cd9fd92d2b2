import { createClient, type Client, type InvitationInput } from '@stellwerk/contracts';
import type { z } from 'zod';
import { Mailbox } from './mailbox.js';
import type { Ready } from './stack.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** A client in which somebody is signed in, as a browser is: with a session and its CSRF token. */
export async function signedIn(ready: Ready, who: Credentials): Promise<Client> {
  const response = await fetch(`${ready.apiUrl}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(who),
  });
  if (!response.ok) throw new Error(`${who.email} cannot sign in: HTTP ${response.status}`);
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return createClient({ baseUrl: ready.url, headers: () => ({ cookie, 'x-csrf-token': csrfToken }) });
}

const PASSWORD = 'Hobel und Dachstuhl 7';

/** Invites somebody and accepts for them, by the mailed link as they would. Gives what they sign in with. */
export async function hire(
  ready: Ready,
  data: string,
  { name, ...invitation }: { readonly name: string } & z.input<typeof InvitationInput>,
): Promise<Credentials> {
  const owner = await signedIn(ready, ready);
  await owner.invite({ body: invitation });
  const link = await new Mailbox(data).invitationTo(invitation.email);
  const token = decodeURIComponent(link.split('#token=')[1] ?? '');
  await createClient({ baseUrl: ready.url }).acceptInvitation({ body: { token, name, password: PASSWORD, locale: 'en' } });
  return { email: invitation.email, password: PASSWORD };
}
