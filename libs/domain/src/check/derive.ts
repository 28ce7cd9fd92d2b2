import type { FederationInput } from '../federation/federation.js';
import type { Product } from '../pbx/pbx.js';
import type { CheckSpec } from './kinds.js';
import type { Vantage } from './vantage.js';

/** What is stored about a PBX, as far as checks follow from it. */
export interface DeriveInput {
  readonly pbx: {
    readonly product: Product;
    readonly version: string | null;
    /** The PBX as the worker reaches it; only a public name or address is looked at from outside. */
    readonly address: string;
  };
  readonly federation: FederationInput | null;
  /** SSH servers of this PBX's tunnels, from whose network one can look (`direct-tcpip`); the first is used. */
  readonly sshServers: readonly { readonly id: string }[];
}

/** A check that follows from a PBX. `key` stays the same while it is about the same thing: its history goes on when a value changes. */
export interface WantedCheck {
  readonly key: string;
  readonly spec: CheckSpec;
  readonly name: string;
  readonly vantage: Vantage;
  readonly intervalSeconds: number;
}

/** The checks that follow from what is stored about a PBX, each key once. */
export const deriveChecks = (input: DeriveInput): readonly WantedCheck[] => (input.federation === null ? [] : []);
