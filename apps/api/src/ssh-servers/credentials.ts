import type { Credential } from '@stellwerk/domain';
import { checkCredential } from '@stellwerk/ssh';
import type { DataKeys, SealedCredential } from '@stellwerk/store';
import { Refusal } from '../http/refusal.js';

/** Where a credential belongs; authenticated together with it, so that a row's secret cannot be moved to another row. */
export interface CredentialPlace {
  readonly tenantId: string;
  readonly sshServerId: string;
}

/** Seals and opens credentials with the tenant's data key; made from libs/secrets by the composition root. */
export interface CredentialVault {
  seal(keys: DataKeys, place: CredentialPlace, credential: Credential): Promise<SealedCredential>;
  open(keys: DataKeys, place: CredentialPlace, sealed: SealedCredential): Promise<Credential>;
}

/** Which field of a credential is at fault, by the reason libs/ssh gives. */
const FIELDS: Record<string, { readonly field: string; readonly code: string }> = {
  'passphrase-wrong': { field: 'passphrase', code: 'passphrase-wrong' },
  'passphrase-missing': { field: 'passphrase', code: 'passphrase-required' },
  'key-unreadable': { field: 'privateKey', code: 'private-key-malformed' },
  'key-unsupported': { field: 'privateKey', code: 'private-key-unsupported' },
  'certificate-unreadable': { field: 'certificate', code: 'certificate-malformed' },
  'certificate-of-other-key': { field: 'certificate', code: 'certificate-malformed' },
};

/** Refuses a credential that could never work: a broken key, a wrong passphrase, a certificate of another key. */
export function judgeCredential(credential: Credential): void {
  const checked = checkCredential(credential);
  if (checked.ok) return;
  const { reason } = checked.fault.params;
  const at = FIELDS[typeof reason === 'string' ? reason : ''] ?? { field: 'privateKey', code: 'unusable' };
  throw new Refusal('private-key-unusable', { errors: [{ pointer: `/credential/${at.field}`, code: at.code }] });
}
