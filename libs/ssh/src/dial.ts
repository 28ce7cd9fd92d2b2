import { failed, fault, type Result } from '@stellwerk/domain';
import type { DialOptions, Session } from './session.js';

/** Makes an SSH connection. Resolves with a session that is signed in, or with the fault that says what a person can do. Never rejects. */
export async function dial(_options: DialOptions): Promise<Result<Session>> {
  return failed(fault('internal-error'));
}
