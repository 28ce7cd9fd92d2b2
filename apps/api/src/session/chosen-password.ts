import { checkPassword } from '@stellwerk/domain';
import { commonPasswords, hashPassword } from '@stellwerk/secrets';
import { Refusal } from '../http/refusal.js';

/** A password that was chosen, as it is stored; refused when it is easy to guess. `pointer`: the field it stands in. */
export async function hashChosenPassword(
  password: string,
  of: { readonly email: string; readonly names: readonly string[] },
  pointer: string,
): Promise<string> {
  const fault = checkPassword(password, { email: of.email, names: [...of.names, 'Stellwerk'], isCommon: await commonPasswords() });
  if (fault !== null) throw new Refusal('password-refused', { errors: [{ pointer, code: fault }] });
  return hashPassword(password);
}
