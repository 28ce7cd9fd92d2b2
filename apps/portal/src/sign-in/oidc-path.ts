import { routes } from '@stellwerk/contracts';

interface Journey {
  /** Path of the portal to come back to. */
  readonly returnTo?: string;
  /** Link the account there to the running session's. */
  readonly link?: boolean;
  /** The token of an invitation to be accepted. */
  readonly invitation?: string;
}

/** Where the browser goes to sign in at an OpenID provider: a page of the API that sends it on. */
export function oidcPath(id: string, { returnTo, link, invitation }: Journey): string {
  const query = new URLSearchParams();
  if (returnTo !== undefined) query.set('returnTo', returnTo);
  if (link) query.set('link', 'true');
  if (invitation !== undefined) query.set('invitation', invitation);
  return `${routes.beginOidc.path.replace(':id', encodeURIComponent(id))}?${query.toString()}`;
}
