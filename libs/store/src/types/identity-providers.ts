import type { Circle } from '@stellwerk/domain';
import type { Timestamps } from './common.js';
import type { Sealed } from './ssh-server.js';

export interface IdentityProviderRow extends Circle, Timestamps {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Sealed with the provider's identity key, field `identity_provider.client_secret`. */
  readonly clientSecret: Sealed;
  readonly enforced: boolean;
  readonly version: number;
}

export interface IdentityProviderValues {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Sealed;
  readonly enforced: boolean;
}

/** OpenID providers. Through the system door: every call names the circle or the provider, but for the ones that signing in asks. */
export interface IdentityProviders {
  list(circle: Circle): Promise<IdentityProviderRow[]>;
  /** Held until the transaction ends. */
  lock(providerId: string, id: string): Promise<IdentityProviderRow | null>;
  /** For signing in: whoever comes is nobody yet. Null also when its customer is deleted. */
  find(id: string): Promise<IdentityProviderRow | null>;
  /** For the sign-in page: those of the company whose name this is, or begins with in whole words. None when that names more than a few. */
  search(text: string): Promise<{ readonly id: string; readonly name: string; readonly owner: string }[]>;
  create(values: IdentityProviderValues & { readonly id: string; readonly circle: Circle }): Promise<IdentityProviderRow>;
  replace(id: string, values: IdentityProviderValues): Promise<IdentityProviderRow | null>;
  /** Sessions that began there end. */
  remove(id: string): Promise<boolean>;
  /** Ends the sessions that began there. How many. */
  endSessions(id: string): Promise<number>;
  /** Ends the sessions of a circle's members that began otherwise, but for owners'. How many. */
  endOtherSessions(circle: Circle): Promise<number>;
}
