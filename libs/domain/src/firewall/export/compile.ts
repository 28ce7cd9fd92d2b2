import { asciiName } from '../../dns/name.js';
import type { Locale } from '../../locale.js';
import { cidrContains, type Network, parseAddress, parseCidr } from '../../network/address.js';
import type { FirewallPlan } from '../plan.js';
import { plainNetwork } from '../plan/parties.js';
import type { FirewallRule, Party } from '../rule.js';

/** One end of a rule as devices take it: canonical addresses by family, names in A-labels. Everything else has been left out. */
export interface Side {
  readonly any: boolean;
  readonly v4: readonly string[];
  readonly v6: readonly string[];
  readonly names: readonly string[];
}

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly rule: FirewallRule;
  readonly source: Side;
  readonly destination: Side;
}

/** What an export is made from. */
export interface ExportInput {
  readonly plan: FirewallPlan;
  readonly locale: Locale;
  /** Free text: the name of the PBX. */
  readonly title: string;
}

const networkOf = (text: string): Network | null => parseCidr(text);
const covers = (wide: Network, narrow: Network): boolean =>
  wide.prefix <= narrow.prefix && cidrContains(wide, { family: narrow.family, bytes: narrow.bytes, canonical: '' });

/** Each network once, without those that lie inside another: sets of a firewall take no overlaps. */
export function disjoint(texts: readonly string[]): readonly string[] {
  const plain = [...new Set(texts.map(plainNetwork).filter((text) => text !== null))];
  const networks = plain.map((text) => ({ text, network: networkOf(text) }));
  return networks
    .filter(
      ({ network }, i) =>
        network !== null &&
        !networks.some(
          (other, j) =>
            j !== i &&
            other.network !== null &&
            other.network.family === network.family &&
            covers(other.network, network) &&
            !(covers(network, other.network) && j > i),
        ),
    )
    .map(({ text }) => text);
}

const isV6 = (text: string): boolean => text.includes(':');

/** `listed`: devices that know no names take the addresses that the vendor lists, where it does; the others take its names. */
export function sideOf(party: Party, listed: boolean): Side {
  const addresses = disjoint(party.addresses);
  const names = party.names.map((name) => asciiName(name)).filter((name) => name !== null);
  const either = party.key === 'vendor' && addresses.length > 0 && names.length > 0;
  const kept = either && !listed ? [] : addresses;
  return {
    any: party.addresses.length === 0 && party.names.length === 0,
    v4: kept.filter((text) => !isV6(text)),
    v6: kept.filter(isV6),
    names: either && listed ? [] : names,
  };
}

/** Every rule that can be loaded. None while the PBX has no address: a rule about nobody would be one about everybody. */
export function compile({ rules, warnings }: FirewallPlan, listed: boolean): readonly Line[] {
  if (warnings.includes('pbx-address-missing')) return [];
  return rules
    .map((rule) => ({ rule, source: sideOf(rule.source, listed), destination: sideOf(rule.destination, listed) }))
    .filter(({ source, destination }) =>
      [source, destination].every((side) => side.any || side.v4.length + side.v6.length + side.names.length > 0),
    )
    .map((line, i) => ({ number: i + 1, ...line }));
}

/** Addresses of one family; null: this side has none of it. Empty: any. */
export const familyOf = (side: Side, family: 4 | 6): readonly string[] | null => {
  const own = family === 4 ? side.v4 : side.v6;
  return side.any ? [] : own.length > 0 ? own : null;
};

export const canonical = (text: string): string | null => parseAddress(text)?.canonical ?? null;
