import type { WantedCheck } from '@stellwerk/domain';
import type { FederationRow } from './federations.js';
import type { PbxRow } from './pbx.js';

/** What the checks of a PBX follow from. */
export interface DerivationSource {
  readonly pbx: PbxRow;
  readonly federation: FederationRow | null;
  /** SSH servers inside the customer's network that tunnels of this PBX use, in the order they were made. */
  readonly sshServers: { readonly id: string }[];
}

/** Ids of checks. */
export interface Reconciled {
  readonly edgeId: string;
  readonly added: string[];
  readonly changed: string[];
  readonly removed: string[];
}

/** Behind both doors. */
export interface CheckDerivation {
  /** Two reconciliations of one PBX follow one another: the second waits here. Null: no such PBX. */
  source(pbxId: string): Promise<DerivationSource | null>;
  /**
   * Makes the derived checks of a PBX those given, told apart by key: what is there keeps id, history, interval and pause, and is pending
   * again when its kind or parameters changed; what is no longer wanted goes with its history. Checks of uploaded
   * certificates are not derived from the PBX and stay.
   */
  reconcile(pbxId: string, wanted: readonly WantedCheck[]): Promise<Reconciled>;
  /** PBXs with derived checks that look from this SSH server. */
  lookingFrom(sshServerId: string): Promise<string[]>;
  /** PBXs after this one, for going through all of them. */
  pbxIds(after: string | null, limit: number): Promise<string[]>;
}
