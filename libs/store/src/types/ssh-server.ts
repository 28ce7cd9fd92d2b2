import type { HostKey, SshEngine } from '@stellwerk/domain';
import type { Outcome, Page, PageRequest, Refusal, Timestamps } from './common.js';

/** A sealed value: what libs/secrets made, opaque to the store. */
export interface Sealed {
  readonly keyId: string;
  readonly keyVersion: number;
  readonly bytes: Uint8Array;
}

export interface SshServerRow extends Timestamps {
  readonly id: string;
  readonly providerId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly engine: SshEngine;
  readonly credentialKind: string;
  readonly version: number;
  readonly pinned: (HostKey & { readonly at: Date })[];
  readonly offered: (HostKey & { readonly at: Date })[];
}

export interface SshServerValues {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly engine: SshEngine;
}

/** The credential with its kind. The id is made by the caller first, because sealing authenticates it. */
export interface SealedCredential {
  readonly kind: string;
  readonly sealed: Sealed;
}

export interface SshServers {
  list(page: PageRequest & { readonly tenantId?: string }): Promise<Page<SshServerRow>>;
  find(id: string): Promise<SshServerRow | null>;
  /** The same, held against other writers until the transaction ends: what `If-Match` is compared with. */
  lock(id: string): Promise<SshServerRow | null>;
  /** Apart from the row, so that nobody carries it about by accident. */
  credential(id: string): Promise<SealedCredential | null>;
  create(
    values: SshServerValues & {
      readonly id: string;
      readonly tenantId: string;
      readonly credential: SealedCredential;
      readonly pinned: readonly HostKey[];
    },
  ): Promise<Outcome<SshServerRow, Extract<Refusal, { code: 'not-found' }>>>;
  /** Leave `credential` or `pinned` out to keep the stored ones. The tenant never changes. */
  replace(
    id: string,
    values: SshServerValues & { readonly credential?: SealedCredential; readonly pinned?: readonly HostKey[] },
  ): Promise<SshServerRow | null>;
  /** Refused while a tunnel, a PBX or a check uses it. */
  remove(id: string): Promise<Outcome<null, Extract<Refusal, { code: 'not-found' | 'in-use' }>>>;
  /** A person trusts this key: it replaces the pinned one of its type; a new version of the server. Null: no such server. */
  trust(id: string, key: HostKey): Promise<SshServerRow | null>;
}
