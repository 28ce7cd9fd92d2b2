import type { MembershipDoor, SignInMethod, SignInWay } from '@stellwerk/domain';
import type { Timestamps } from './common.js';
import type { Sealed } from './ssh-server.js';

/** Somebody who can sign in. */
export interface PersonRow extends Timestamps {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: 'de' | 'en';
  /** Null: signs in by passkey or OpenID Connect only. */
  readonly passwordHash: string | null;
  /** Made by somebody else: it opens only the page where another one is chosen. */
  readonly passwordOneTime: boolean;
  /** In force once confirmed. */
  readonly totp: { readonly sealed: Sealed; readonly confirmedAt: Date | null } | null;
  readonly passkeys: number;
  readonly recoveryCodesLeft: number;
  readonly erasedAt: Date | null;
}

/** A membership as its holder sees it; whether a session may act under it is `opening`'s to say. */
export interface MembershipRow extends MembershipDoor {
  readonly id: string;
  readonly personId: string;
  readonly tenantIds: 'all' | string[];
  readonly provider: { readonly id: string; readonly name: string; readonly mfaRequired: boolean };
  /** Null: in the provider itself. */
  readonly tenant: { readonly id: string; readonly name: string } | null;
}

/** People. Looked up before any scope is known, hence by the system door. */
export interface People {
  find(id: string): Promise<PersonRow | null>;
  /** The same, held until the transaction ends. */
  lock(id: string): Promise<PersonRow | null>;
  findByEmail(email: string): Promise<PersonRow | null>;
  /** The e-mail is stored in lower case. Null: it is taken. */
  create(values: {
    readonly email: string;
    readonly name: string;
    readonly locale?: 'de' | 'en';
    readonly passwordHash: string | null;
    readonly passwordOneTime?: boolean;
  }): Promise<PersonRow | null>;
  change(id: string, values: { readonly name?: string; readonly locale?: 'de' | 'en' }): Promise<PersonRow | null>;
  /** Replaces the password by one the person chose, or by a one-time one. */
  setPassword(id: string, hash: string, options?: { readonly oneTime?: boolean }): Promise<boolean>;
  /** Oldest first; those in deleted customers are left out. */
  memberships(id: string): Promise<MembershipRow[]>;
}

export type SessionStage = 'full' | 'second-factor' | 'enrol-factor' | 'change-password';

/** What `opening` asks of it is in `method` and `identityProviderOf`. */
export interface SessionRow extends SignInWay {
  readonly id: string;
  readonly personId: string;
  /** The membership the person acts under. */
  readonly memberId: string;
  readonly stage: SessionStage;
  readonly identityProviderId: string | null;
  readonly actingTenantId: string | null;
  readonly provedAt: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** How long a session lives: `idleMs` from its last request, `absoluteMs` from its beginning, `unfinishedMs` from its beginning while something is missing. */
export interface SessionSpans {
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly unfinishedMs: number;
}

export interface Sessions {
  /** Null: the person has no such membership. */
  start(values: {
    readonly memberId: string;
    readonly tokenHash: Uint8Array;
    readonly stage: SessionStage;
    readonly method: SignInMethod;
    readonly identityProviderId?: string | null;
    readonly address: string | null;
    readonly userAgent: string | null;
    /** From now. */
    readonly lifetimeMs: number;
  }): Promise<SessionRow | null>;
  /** Notes a request, at most once a minute, and lets a finished session live on. */
  touch(tokenHash: Uint8Array, spans: SessionSpans): Promise<void>;
  /**
   * Gives a session another token, as every change of what it may do must: whoever knew the old one is out. Its beginning stays, so its absolute
   * end does too. What is left out stays as it is. Null: it is gone.
   */
  renew(
    id: string,
    changes: {
      readonly tokenHash: Uint8Array;
      readonly stage?: SessionStage;
      /** The person has just proved to be there. */
      readonly proved?: boolean;
      readonly memberId?: string;
      readonly actingTenantId?: string | null;
    },
    spans: SessionSpans,
  ): Promise<SessionRow | null>;
  find(id: string): Promise<SessionRow | null>;
  /** Newest activity first. */
  ofPerson(personId: string): Promise<SessionRow[]>;
  /** False: the person has no such session. */
  end(personId: string, id: string): Promise<boolean>;
  /** Ends every session of a person except one; `keepId` null: all. How many ended. */
  endOthers(personId: string, keepId: string | null): Promise<number>;
}

export interface PasskeyRow {
  readonly id: string;
  readonly personId: string;
  readonly credentialId: Uint8Array;
  /** COSE. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: string[];
  readonly name: string;
  readonly backedUp: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** What people prove with besides a password, and OpenID identities. */
export interface Factors {
  /** A secret that is not in force yet; it replaces one that is not confirmed. False: one is in force already. */
  proposeTotp(personId: string, sealed: Sealed): Promise<boolean>;
  /** Puts the proposed secret in force. `step`: of the code that confirmed it. */
  confirmTotp(personId: string, step: number): Promise<boolean>;
  /** Notes that a code of this time step was taken. False: one of it or of a later one was taken before (RFC 6238 §5.2). */
  takeTotpStep(personId: string, step: number): Promise<boolean>;
  removeTotp(personId: string): Promise<boolean>;
  passkeys(personId: string): Promise<PasskeyRow[]>;
  findPasskey(credentialId: Uint8Array): Promise<PasskeyRow | null>;
  /** Null: the credential is registered already. */
  addPasskey(values: Omit<PasskeyRow, 'id' | 'createdAt' | 'lastUsedAt'>): Promise<PasskeyRow | null>;
  /** Notes a use. False: the counter did not grow, so there are two of this authenticator (WebAuthn §7.2); authenticators without one always say 0. */
  usePasskey(id: string, counter: number, backedUp: boolean): Promise<boolean>;
  removePasskey(personId: string, id: string): Promise<boolean>;
  /** Puts these in place of all earlier ones. */
  replaceRecoveryCodes(personId: string, hashes: readonly Uint8Array[]): Promise<void>;
  /** False: unknown or used. */
  takeRecoveryCode(personId: string, hash: Uint8Array): Promise<boolean>;
  /** Everything but the password: for somebody who lost it all. */
  removeAll(personId: string): Promise<void>;
}

/** Something begun that must come back once. */
export interface Flows {
  put(values: {
    readonly hash: Uint8Array;
    readonly kind: string;
    readonly data: Readonly<Record<string, unknown>>;
    readonly lifetimeMs: number;
  }): Promise<void>;
  /**
   * Hands it out and forgets it. Null: unknown, of another kind, taken or run out. Take it in a transaction of its own: a refusal that comes
   * later must not bring it back.
   */
  take(hash: Uint8Array, kind: string): Promise<Readonly<Record<string, unknown>> | null>;
}

/** A data key of a person or a provider. `tenantId` is what the sealing calls the owner. */
export interface IdentityKeyRow {
  readonly id: string;
  readonly tenantId: string;
  readonly version: number;
  readonly kekId: string;
  readonly wrapped: Uint8Array;
}

export interface IdentityKeys {
  /** The newest of an owner. */
  current(ownerId: string): Promise<IdentityKeyRow | null>;
  find(id: string): Promise<IdentityKeyRow | null>;
  /** Adds a key unless the owner already has that version; returns the one that counts. */
  add(key: IdentityKeyRow): Promise<IdentityKeyRow>;
  /** Not wrapped by this key-encryption key, at most `limit`. */
  wrappedByOther(kekId: string, limit: number): Promise<IdentityKeyRow[]>;
  rewrap(id: string, kekId: string, wrapped: Uint8Array): Promise<boolean>;
}
