import type { RuleSource } from '../../check/finding-text.js';
import type { Product } from '../../pbx/pbx.js';
import type { FirewallRule, PartyKey, PortRange, RuleDirection, Transport } from '../rule.js';
import type { FirewallSwitch } from '../switches.js';
import type { FirewallWarning } from '../warnings.js';
import type { Words } from '../words.js';
import type { OddityCode } from './oddities.js';

/** One way a port is used: from whom, to whom, and when. */
export interface Use {
  readonly direction: RuleDirection;
  readonly from: PartyKey;
  readonly to: PartyKey;
  /** One of these must be on; empty: always. */
  readonly any: readonly FirewallSwitch[];
  /** All of these must be on, too. */
  readonly all: readonly FirewallSwitch[];
  readonly why: Words;
  readonly warnings: readonly FirewallWarning[];
  /** Left out while nobody has said who the other side is. */
  readonly onlyKnown: boolean;
}

interface Conditions {
  readonly any?: readonly FirewallSwitch[];
  readonly all?: readonly FirewallSwitch[];
  readonly warnings?: readonly FirewallWarning[];
  readonly onlyKnown?: boolean;
}

/** `use('in: internet > pbx', why, …)`: a line of a table. */
export function use(
  path: `${RuleDirection}: ${PartyKey} > ${PartyKey}`,
  why: Words,
  { any = [], all = [], warnings = [], onlyKnown = false }: Conditions = {},
): Use {
  const [direction, ends = ''] = path.split(': ');
  const [from, to] = ends.split(' > ');
  return { direction, from, to, any, all, why, warnings, onlyKnown } as Use;
}

/** One row of a vendor's table of ports. The directions of `uses` are our inference; a person may override them. */
export interface PortRow {
  readonly key: string;
  readonly product: Product;
  /** The first and the last version it is true for; null: no limit is known. */
  readonly fromVersion: string | null;
  readonly toVersion: string | null;
  readonly ports: readonly PortRange[];
  readonly transport: readonly Transport[];
  /** What the vendor prints as transport, where it is not that. */
  readonly printed: string | null;
  readonly tls: FirewallRule['tls'];
  readonly minTls: '1.2' | null;
  readonly purpose: Words;
  readonly uses: readonly Use[];
  readonly oddities: readonly OddityCode[];
  readonly source: RuleSource;
}

/** A port that nobody on the internet may reach. */
export interface ClosedRow {
  readonly key: string;
  readonly product: Product;
  readonly to: 'pbx' | 'ssh-server';
  readonly port: PortRange;
  readonly transport: Transport;
  readonly purpose: Words;
  readonly why: Words;
  readonly source: RuleSource;
}
