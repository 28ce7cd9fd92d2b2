'use client';

import { useSyncExternalStore } from 'react';
import { passkeysPossible } from '../api/passkey';

const never = () => () => undefined;

/** Whether this browser can use passkeys at this address; false until the page has come alive. */
export const usePasskeysPossible = (): boolean => useSyncExternalStore(never, passkeysPossible, () => false);
