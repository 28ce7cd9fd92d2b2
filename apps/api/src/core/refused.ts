import type { Outcome, Refusal as StoreRefusal } from '@stellwerk/store';
import { notFound, Refusal } from '../http/refusal.js';

const POINTERS: Record<string, string> = { tenant: '/tenantId', pbx: '/pbxId', 'ssh-server': '/sshServerId' };

/** The value of an outcome, or the refusal that it means for the caller. `referenced`: what was not found stood in the body. */
export function valueOf<T>(outcome: Outcome<T, Exclude<StoreRefusal, { code: 'port-taken' }>>, referenced = false): T {
  if (outcome.ok) return outcome.value;
  const { refusal } = outcome;
  if (refusal.code === 'in-use') throw new Refusal('in-use', { params: { users: refusal.by } });
  throw referenced ? notFound(POINTERS[refusal.what]) : notFound();
}

/** What was found, or not found: a foreign object and one that never was look the same. */
export function found<T>(value: T | null | undefined | false): T {
  if (value === null || value === undefined || value === false) throw notFound();
  return value;
}
