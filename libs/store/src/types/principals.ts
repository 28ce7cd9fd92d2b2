import type { AccessFacts, Circle, Locale, MembershipDoor, Permission, SignInMethod } from '@stellwerk/domain';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What is stored about a credential, read at one moment: the scope is decided from it, not here. */
interface Found {
  readonly provider: Named;
  /** When it was read, by the database's clock; every comparison with a point in time is made with this one. */
  readonly now: Date;
  readonly facts: Pick<AccessFacts, 'ownTenant' | 'tenantIds' | 'home' | 'homeTenants'>;
}

/** A session that has not run out, under the membership it stands on. */
export interface FoundSession extends Found {
  readonly tokenHash: Uint8Array;
  readonly sessionId: string;
  readonly stage: string;
  readonly method: SignInMethod;
  /** Whose identity provider it began at; null also when that one is gone. */
  readonly identityProviderOf: Circle | null;
  readonly provedAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly person: Named & { readonly email: string; readonly locale: Locale };
  readonly membership: MembershipDoor & { readonly id: string };
  /** Of a tenant's member. */
  readonly tenant: Named | null;
  /** What the session wants to act for. */
  readonly acting: (NonNullable<AccessFacts['acting']> & { readonly tenant: Named; readonly provider: Named }) | null;
}

/** A key that is neither revoked nor expired, with its service account. */
export interface FoundKey extends Found {
  readonly hash: Uint8Array;
  readonly keyId: string;
  readonly account: Named & { readonly scopes: readonly Permission[]; readonly addresses: readonly string[] };
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedFrom: string | null;
}

/** Credentials by their hashes: one statement for one of them, and one for all readers of the event stream. Unknown and dead ones are left out. */
export interface Principals {
  sessions(tokenHashes: readonly Uint8Array[]): Promise<FoundSession[]>;
  keys(hashes: readonly Uint8Array[]): Promise<FoundKey[]>;
  /** Notes that a key was used, and from where. */
  keyUsed(keyId: string, address: string | null): Promise<void>;
}
