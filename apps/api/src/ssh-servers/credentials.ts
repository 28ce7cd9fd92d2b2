import { Credential } from '@stellwerk/domain';
import { credentialPlace, type Vault } from '@stellwerk/secrets';
import { checkCredential } from '@stellwerk/ssh';
import type { DataKeys, SealedCredential } from '@stellwerk/store';
import { notFound, Refusal } from '../http/refusal.js';

/** Where a credential belongs; authenticated together with it, so that a row's secret cannot be moved to another row. */
export interface CredentialPlace {
  readonly tenantId: string;
  readonly sshServerId: string;
}

/** Seals and opens credentials with the tenant's data key, which is made when the first secret comes. */
export class CredentialVault {
  constructor(private readonly vault: Vault) {}

  /** @param keys of the transaction that will write the row, so that key and row come to be together */
  async seal(keys: DataKeys, place: CredentialPlace, credential: Credential): Promise<SealedCredential> {
    const key = (await keys.current(place.tenantId)) ?? (await keys.add(this.vault.newDataKey(place.tenantId, 1)));
    if (key === null) throw notFound('/tenantId');
    return { kind: credential.kind, sealed: this.vault.seal(key, credentialPlace(place.sshServerId), JSON.stringify(credential)) };
  }

  /** For the connection test only. Null when it cannot be opened here: then it has to be entered again. */
  async open(keys: DataKeys, place: CredentialPlace, { sealed }: SealedCredential): Promise<Credential | null> {
    const key = await keys.find(sealed.keyId);
    const opened = key === null ? null : this.vault.open(key, credentialPlace(place.sshServerId), sealed);
    return opened?.ok ? (Credential.safeParse(JSON.parse(opened.value.toString('utf8'))).data ?? null) : null;
  }
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
export async function judgeCredential(credential: Credential): Promise<void> {
  const checked = await checkCredential(credential);
  if (checked.ok) return;
  const { reason } = checked.fault.params;
  const at = FIELDS[typeof reason === 'string' ? reason : ''] ?? { field: 'privateKey', code: 'unusable' };
  throw new Refusal('private-key-unusable', { errors: [{ pointer: `/credential/${at.field}`, code: at.code }] });
}
