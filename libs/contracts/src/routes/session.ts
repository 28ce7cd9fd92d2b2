import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { Me, PasskeyChallenge, Proof } from '../resources/people.js';
import { id, list, V1 } from './common.js';

export const SignIn = z.object({ email: z.email().max(254), password: z.string().min(1).max(256) }).meta({ id: 'SignIn' });

/** Coming in, and what a session can change about itself. */
export const sessionRoutes = {
  signIn: endpoint(`POST ${V1}/session`, {
    needs: 'public',
    problems: ['sign-in-refused', 'rate-limited'],
    tag: 'session',
    summary: 'Sign in with e-mail and password; sets the session cookie. `stage` says what is still missing.',
    body: SignIn,
    reply: Me,
  }),
  signOut: endpoint(`DELETE ${V1}/session`, { needs: 'anyone', unfinished: true, tag: 'session', summary: 'End the session.' }),
  giveSecondFactor: endpoint(`POST ${V1}/session/second-factor`, {
    needs: 'self',
    unfinished: true,
    problems: ['sign-in-refused', 'rate-limited'],
    tag: 'session',
    summary: 'Finish signing in with a second factor.',
    body: Proof,
    status: 200,
    reply: Me,
  }),
  stepUp: endpoint(`POST ${V1}/session/proof`, {
    needs: 'self',
    problems: ['sign-in-refused', 'rate-limited'],
    tag: 'session',
    summary: 'Prove to be there, for what asks for it within the next quarter of an hour.',
    body: Proof,
    status: 200,
    reply: Me,
  }),
  challengeSignIn: endpoint(`POST ${V1}/session/passkey-challenges`, {
    needs: 'public',
    problems: ['rate-limited'],
    tag: 'session',
    summary: 'Begin to sign in with a passkey.',
    reply: PasskeyChallenge,
  }),
  signInWithPasskey: endpoint(`POST ${V1}/session/passkey`, {
    needs: 'public',
    problems: ['sign-in-refused', 'rate-limited'],
    tag: 'session',
    summary: 'Sign in with a passkey; sets the session cookie.',
    body: z.object({ flow: z.string().max(100), response: z.looseObject({}) }),
    reply: Me,
  }),
  challengeProof: endpoint(`POST ${V1}/session/proof-challenges`, {
    needs: 'self',
    unfinished: true,
    tag: 'session',
    summary: 'Begin to prove to be there with one of the own passkeys.',
    reply: PasskeyChallenge,
  }),
  signInOptions: endpoint(`GET ${V1}/session/options`, {
    needs: 'public',
    tag: 'session',
    summary: 'The OpenID providers one can sign in with.',
    query: z.object({ search: z.string().trim().max(80).optional().describe('The name of the company or its identity provider.') }),
    reply: list(z.object({ id: z.uuid(), name: z.string(), owner: z.string() })),
  }),
  beginOidc: endpoint(`GET ${V1}/session/oidc/:id`, {
    needs: 'public',
    problems: ['identity-provider-unusable', 'rate-limited'],
    tag: 'session',
    summary: 'Go to an OpenID provider to sign in, to accept an invitation, or to link the account of the running session.',
    params: id,
    query: z.object({
      returnTo: z.string().max(400).optional().describe('Path in the portal.'),
      link: z.stringbool().default(false),
      invitation: z.string().max(100).optional(),
    }),
    status: 302,
  }),
  finishOidc: endpoint(`GET ${V1}/session/oidc-callback`, {
    needs: 'public',
    problems: ['sign-in-refused', 'identity-provider-unusable', 'rate-limited'],
    tag: 'session',
    summary: 'Where an OpenID provider sends the browser back to; sets the session cookie.',
    query: z.looseObject({ state: z.string().max(200), code: z.string().max(4_000).optional(), error: z.string().max(200).optional() }),
    status: 302,
  }),
  me: endpoint(`GET ${V1}/me`, {
    needs: 'anyone',
    unfinished: true,
    tag: 'session',
    summary: 'Who is asking, and what they may do.',
    reply: Me,
  }),
  switchMembership: endpoint(`PUT ${V1}/session/membership`, {
    needs: 'self',
    problems: ['not-found'],
    tag: 'session',
    summary: 'Go on under another of the own memberships.',
    body: z.object({ membershipId: z.uuid() }),
    reply: Me,
  }),
  actFor: endpoint(`PUT ${V1}/session/acting-for`, {
    needs: 'self',
    problems: ['not-found'],
    tag: 'session',
    summary: 'Act for one customer that gave access, its own or another provider’s; null: for none in particular.',
    body: z.object({ tenantId: z.uuid().nullable() }),
    reply: Me,
  }),
} as const;
