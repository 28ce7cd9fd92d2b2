import { z } from 'zod';
import type { RuleSource } from '../check/finding-text.js';
import type { OddityCode } from './data/oddities.js';
import type { FirewallWarning } from './warnings.js';
import type { Words } from './words.js';

export const RuleDirection = z.enum(['in', 'out', 'lan']);
/** As the firewall of the customer sees it: from the internet, to the internet, between inner networks. */
export type RuleDirection = z.infer<typeof RuleDirection>;
export type Transport = 'tcp' | 'udp';

/** Inclusive; a single port has both ends the same. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}
export const port = (from: number, to = from): PortRange => ({ from, to });

export const PARTIES = [
  'pbx',
  'phones',
  'lan',
  'internet',
  'management',
  'vendor',
  'providers',
  'peers',
  'directory',
  'monitoring',
  'proxy',
  'ssh-server',
] as const;
export type PartyKey = (typeof PARTIES)[number];

/** One end of a rule. Without addresses and names it is everybody. */
export interface Party {
  readonly key: PartyKey;
  /** Addresses and networks (CIDR). */
  readonly addresses: readonly string[];
  /** Host names in A-labels. */
  readonly names: readonly string[];
}

/** A rule of the plan. Sentences come in every language, so that a plan is computed once. */
export interface FirewallRule {
  /** Stays the same while the rule is about the same thing. */
  readonly id: string;
  /** The row of the table it comes from: whose direction can be overridden. */
  readonly row: string;
  readonly action: 'allow' | 'block';
  readonly direction: RuleDirection;
  readonly protocol: Transport;
  readonly ports: readonly PortRange[];
  readonly source: Party;
  readonly destination: Party;
  /** Inbound through NAT: what arrives at `publicAddress` (on the rule's ports) goes on to `address`; `port` null: to the same port. */
  readonly forward: { readonly publicAddress: string; readonly address: string; readonly port: number | null } | null;
  readonly purpose: Words;
  readonly why: Words;
  readonly from: RuleSource;
  /** The direction is our inference, not the vendor's word. */
  readonly inferred: boolean;
  readonly tls: 'yes' | 'no' | 'starttls' | 'unknown';
  readonly warnings: readonly FirewallWarning[];
  readonly oddities: readonly OddityCode[];
}
