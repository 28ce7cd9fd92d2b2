/** What somebody went to an OpenID provider for. */
export type OpenIdPurpose = 'sign-in' | 'invitation' | 'link';

/** Who came back, as far as it is known. Persons are named by their ids. */
export interface OpenIdReturn {
  readonly purpose: OpenIdPurpose;
  /** Whom issuer and subject are linked to. */
  readonly known: string | null;
  /** Whose finished session runs in this browser. */
  readonly running: string | null;
  /** Who has an account under the address that was invited; for `invitation`. */
  readonly invited: string | null;
}

export type OpenIdOutcome =
  /** Let this person in. */
  | { readonly do: 'enter'; readonly personId: string }
  /** From now on this identity is this person. */
  | { readonly do: 'link'; readonly personId: string }
  /** Make this person, or a new one, a member; `link`: the identity is theirs from now on. */
  | { readonly do: 'accept'; readonly personId: string | null; readonly link: boolean }
  | { readonly do: 'refuse'; readonly why: 'identity-unknown' | 'identity-taken' | 'invitation-for-someone-else' | 'unauthenticated' };

const refuse = (why: Extract<OpenIdOutcome, { do: 'refuse' }>['why']): OpenIdOutcome => ({ do: 'refuse', why });

/**
 * Decides what a verified identity means. It is told apart by issuer and subject alone (OpenID Connect Core §5.7): an e-mail address in a token
 * proves nothing about an account here, so it is not even asked for. An identity becomes somebody's in two ways: from their own running session,
 * or with an invitation by somebody who has no account yet. Whoever has one must be signed in to link to it.
 */
export function decideOpenId({ purpose, known, running, invited }: OpenIdReturn): OpenIdOutcome {
  if (purpose === 'sign-in') return known === null ? refuse('identity-unknown') : { do: 'enter', personId: known };
  if (purpose === 'link') {
    if (running === null) return refuse('unauthenticated');
    return known === null || known === running ? { do: 'link', personId: running } : refuse('identity-taken');
  }
  if (running !== null && running !== invited) return refuse('invitation-for-someone-else');
  if (known !== null) return known === invited ? { do: 'accept', personId: known, link: false } : refuse('invitation-for-someone-else');
  if (invited === null) return { do: 'accept', personId: null, link: true };
  return running === invited ? { do: 'accept', personId: invited, link: true } : refuse('unauthenticated');
}

const PORTAL = 'https://stellwerk.invalid';

/**
 * The path in the portal to go back to; what is no plain path of our own becomes the start page, so that nobody is led elsewhere by a link that
 * begins with our name.
 */
export function returnPath(text: string | undefined): string {
  if (text === undefined || !/^\/[^\\\p{Cc}]*$/u.test(text)) return '/';
  if (!URL.canParse(text, PORTAL)) return '/';
  const url = new URL(text, PORTAL);
  // Judged after the detours are cut out: `/a/..//elsewhere` is `//elsewhere`.
  return url.origin !== PORTAL || url.pathname.startsWith('//') ? '/' : `${url.pathname}${url.search}${url.hash}`;
}
