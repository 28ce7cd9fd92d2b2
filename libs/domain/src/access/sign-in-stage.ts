import type { SignInMethod } from './sign-in-rule.js';

export interface SignInSituation {
  readonly method: SignInMethod;
  /** The person has an authenticator app or a passkey. */
  readonly hasSecondFactor: boolean;
  /** One was given after the password. */
  readonly secondFactorGiven: boolean;
  /** The password was made by somebody else. */
  readonly passwordOneTime: boolean;
  /** The provider, or the way in, demands a second factor. */
  readonly secondFactorDemanded: boolean;
}

/**
 * What a sign-in still lacks. First of all whoever knows no more than the password must prove the rest; only then may the account be changed. A
 * passkey is both factors at once (it verified its user), and behind an OpenID provider its own rules hold.
 */
export function stageOf(situation: SignInSituation): 'full' | 'second-factor' | 'enrol-factor' | 'change-password' {
  const { method, hasSecondFactor, secondFactorGiven, passwordOneTime, secondFactorDemanded } = situation;
  if (method !== 'password') return 'full';
  if (hasSecondFactor && !secondFactorGiven) return 'second-factor';
  if (passwordOneTime) return 'change-password';
  return secondFactorDemanded && !hasSecondFactor ? 'enrol-factor' : 'full';
}
