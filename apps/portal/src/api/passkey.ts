'use client';

import { browserSupportsWebAuthn, startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import { api } from './client';

/** Why a passkey gave no answer; `cancelled` also when the person took too long, which the browser does not tell apart. */
export type PasskeyTrouble = 'cancelled' | 'known' | 'address' | 'failed';

/** The browser, not the API, said no. */
export class PasskeyFailure extends Error {
  constructor(readonly trouble: PasskeyTrouble) {
    super(`passkey: ${trouble}`);
    this.name = 'PasskeyFailure';
  }
}

function troubleOf(error: unknown): PasskeyTrouble {
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return 'known';
  const name = error instanceof Error ? error.name : '';
  if (name === 'SecurityError') return 'address';
  return name === 'NotAllowedError' || name === 'AbortError' ? 'cancelled' : 'failed';
}

const asked = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw new PasskeyFailure(troubleOf(error));
  });

type Answer = { flow: string; response: Record<string, unknown> };
const answer = (flow: string, response: object): Answer => ({ flow, response: { ...response } });

/** Passkeys are bound to a host name: at a bare address, or without HTTPS away from localhost, there are none (WebAuthn, 5.1.2 and 13.4.9). */
export function passkeysPossible(): boolean {
  if (typeof window === 'undefined' || !browserSupportsWebAuthn()) return false;
  return !/^[\d.]+$|:/.test(window.location.hostname);
}

type Options<T> = T extends (input: { optionsJSON: infer O }) => unknown ? O : never;

/** Answers the challenge of a sign-in without a password. */
export async function answerSignIn(): Promise<Answer> {
  const { flow, options } = await api.challengeSignIn();
  return answer(flow, await asked(startAuthentication({ optionsJSON: options as unknown as Options<typeof startAuthentication> })));
}

/** Answers the challenge of a second factor, or of a proof to be there. */
export async function answerProof(): Promise<Answer> {
  const { flow, options } = await api.challengeProof();
  return answer(flow, await asked(startAuthentication({ optionsJSON: options as unknown as Options<typeof startAuthentication> })));
}

/** Has the browser make a passkey for the account of the running session. */
export async function makePasskey(): Promise<Answer> {
  const { flow, options } = await api.beginPasskey();
  return answer(flow, await asked(startRegistration({ optionsJSON: options as unknown as Options<typeof startRegistration> })));
}
