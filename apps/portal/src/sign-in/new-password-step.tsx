'use client';

import type { Me } from '@stellwerk/contracts';
import { PasswordForm } from '../account/password-form';

/** A password that somebody else made is replaced before anything else. */
export function NewPasswordStep({ me, onEntered }: { me: Me | null; onEntered: (me: Me) => void }) {
  return me === null ? null : <PasswordForm me={me} needsCurrent onChanged={onEntered} />;
}
