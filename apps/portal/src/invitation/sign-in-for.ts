import { signInPath } from '../ui/return-path';

/** The sign-in that leads back to an invitation. The token stays behind the #, where no server reads it. */
export const signInFor = (token: string): string => `${signInPath('/invitation')}#token=${encodeURIComponent(token)}`;
