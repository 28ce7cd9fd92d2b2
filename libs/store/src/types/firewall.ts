import type { FirewallSettings } from '@stellwerk/domain';

export interface FirewallRow {
  readonly pbxId: string;
  readonly settings: FirewallSettings;
  readonly version: number;
  readonly updatedAt: Date;
}

/** The tenant door: what people have set of a firewall plan. */
export interface FirewallPlans {
  /** Null: nobody has set anything, or there is no such PBX. */
  find(pbxId: string): Promise<FirewallRow | null>;
  /** Held against other writers until the transaction ends, the PBX too when there is no row yet. */
  lock(pbxId: string): Promise<FirewallRow | null>;
  /** Null: no such PBX. */
  put(pbxId: string, settings: FirewallSettings): Promise<FirewallRow | null>;
  /** Where the tunnels of a PBX lead to, each SSH server once, in the order they were made. */
  sshServers(pbxId: string): Promise<{ readonly name: string; readonly host: string; readonly port: number }[]>;
}
