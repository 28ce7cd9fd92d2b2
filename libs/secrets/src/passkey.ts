import { createHash } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

/** Where passkeys live: they are bound to the host name, and every answer names the origin it was given to. */
export interface RelyingParty {
  readonly name: string;
  /** Host name of the portal. */
  readonly id: string;
  /** Scheme, host and port. */
  readonly origin: string;
}

/** For how long a challenge may be answered. */
export const CHALLENGE_MS = 5 * 60_000;

interface Known {
  readonly credentialId: Uint8Array;
  readonly transports: readonly string[];
}

/** Options as the browser's API takes them, and the challenge to keep. */
export interface Challenge {
  readonly challenge: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface NewPasskey {
  readonly credentialId: Uint8Array;
  /** COSE. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: string[];
  readonly backedUp: boolean;
}

// Loading it takes a fifth of a second: only whoever uses a passkey waits for it.
const webauthn = () => import('@simplewebauthn/server');
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const listed = (known: readonly Known[]) =>
  known.map(({ credentialId, transports }) => ({ id: base64url(credentialId), transports: [...transports] }));

/** What an authenticator calls the account: says nothing about it to whoever finds the authenticator. */
const userHandle = (personId: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(`stellwerk-user|${personId}`).digest());

/** Asks for a new passkey that can be found without a name and verifies its user. `known`: those that the person has already. */
export async function challengeForNewPasskey(
  party: RelyingParty,
  person: { readonly id: string; readonly email: string; readonly name: string },
  known: readonly Known[],
): Promise<Challenge> {
  const { generateRegistrationOptions } = await webauthn();
  const options = await generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userName: person.email,
    userDisplayName: person.name,
    userID: userHandle(person.id),
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    excludeCredentials: listed(known),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { challenge: options.challenge, options: { ...options } };
}

/** What the browser answered, judged; null: not an answer to this challenge, not for this place, or forged (WebAuthn §7.1). */
export async function readNewPasskey(party: RelyingParty, challenge: string, response: unknown): Promise<NewPasskey | null> {
  const { verifyRegistrationResponse } = await webauthn();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    });
    if (!verified) return null;
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      credentialId: Buffer.from(credential.id, 'base64url'),
      publicKey: credential.publicKey,
      counter: credential.counter,
      transports: credential.transports ?? [],
      backedUp: credentialBackedUp,
    };
  } catch {
    return null; // the package throws for every kind of answer that is wrong
  }
}

/** Asks for a passkey; without `known` for whichever the person has for this place. */
export async function challengeForPasskey(party: RelyingParty, known: readonly Known[]): Promise<Challenge> {
  const { generateAuthenticationOptions } = await webauthn();
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    timeout: CHALLENGE_MS,
    userVerification: 'required',
    allowCredentials: listed(known),
  });
  return { challenge: options.challenge, options: { ...options } };
}

/** Which passkey an answer claims to be from; null: none. */
export function passkeyNamed(response: unknown): Uint8Array | null {
  const id = (response as { id?: unknown } | null)?.id;
  return typeof id === 'string' && id.length <= 1_400 && /^[\w-]+$/.test(id) ? Buffer.from(id, 'base64url') : null;
}

/**
 * Judges an answer against a stored passkey; null: not to this challenge, not for this place, not verified by its user, forged, or from a copy
 * of the authenticator (WebAuthn §7.2). The counter is to be stored.
 */
export async function readPasskey(
  party: RelyingParty,
  challenge: string,
  passkey: { readonly credentialId: Uint8Array; readonly publicKey: Uint8Array; readonly counter: number },
  response: unknown,
): Promise<{ readonly counter: number; readonly backedUp: boolean } | null> {
  const { verifyAuthenticationResponse } = await webauthn();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: { id: base64url(passkey.credentialId), publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
      requireUserVerification: true,
    });
    return verified ? { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp } : null;
  } catch {
    return null;
  }
}
