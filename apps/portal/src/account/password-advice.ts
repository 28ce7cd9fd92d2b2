import { checkPassword, PASSWORD_LENGTH, type PasswordFault } from '@stellwerk/domain';

export interface PasswordAdvice {
  readonly rule: 'length' | 'pattern' | 'personal';
  readonly met: boolean;
}

/** The list of common passwords is the API's: too large to be sent to a browser. */
const nothingIsCommon = () => false;

/**
 * What a password still lacks, rule by rule, while it is typed. The rules are judged in order, so those behind the first one that is not met
 * count as not met, too: nothing is promised that the API would take back. That a password is not a common one, only the API can tell.
 */
export function passwordAdvice(password: string, known: { readonly email: string; readonly names: readonly string[] }): PasswordAdvice[] {
  const fault: PasswordFault | null =
    password === '' ? 'password-too-short' : checkPassword(password, { ...known, isCommon: nothingIsCommon });
  const order = ['password-too-short', 'password-pattern', 'password-personal'] as const;
  const failing = fault === null ? order.length : order.findIndex((each) => each === fault);
  const rules = ['length', 'pattern', 'personal'] as const;
  return rules.map((rule, at) => ({ rule, met: at < (failing === -1 ? order.length : failing) }));
}

export { PASSWORD_LENGTH };
