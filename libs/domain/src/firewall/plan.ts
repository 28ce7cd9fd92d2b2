import { compareVersions } from '../pbx/modules.js';
import { STARFACE_HOST_ROWS, type HostRow } from './data/hosts.js';
import { UCSERVER_CLOSED, UCSERVER_PORTS, xphonePorts } from './data/others.js';
import type { ClosedRow, PortRow, Use } from './data/ports.js';
import { STARFACE_CLOSED, STARFACE_PORTS } from './data/starface.js';
import { isEverybody, isInner, partyOf, parties } from './plan/parties.js';
import { tunnelRules } from './plan/tunnels.js';
import type { FirewallRule, Party, PartyKey, RuleDirection } from './rule.js';
import { type DirectionOverride, type Effective, effectiveSettings, type FirewallFacts, type FirewallSettings } from './settings.js';
import type { FirewallWarning } from './warnings.js';
import { SOURCES, words } from './words.js';

export interface FirewallPlan {
  readonly facts: FirewallFacts;
  readonly settings: Effective;
  /** Allowed first, then what must not be reachable. */
  readonly rules: readonly FirewallRule[];
  /** About the plan as a whole. */
  readonly warnings: readonly FirewallWarning[];
  /** Addresses of our own that nobody but the declared may reach from the internet; empty: not known, or not in this network. */
  readonly guarded: readonly string[];
  /** The vendor's list is complete, so that what is not declared may be refused outbound, too. */
  readonly guardsOutbound: boolean;
}

type Who = (key: PartyKey) => Party;

const within = ({ fromVersion, toVersion }: Pick<HostRow, 'fromVersion' | 'toVersion'>, version: string | null): boolean =>
  version === null
    ? fromVersion === null && toVersion === null
    : (fromVersion === null || compareVersions(version, fromVersion) >= 0) &&
      (toVersion === null || compareVersions(version, toVersion) <= 0);

const SELF = words('Von Hand festgelegte Richtung', 'Direction set by hand');
const byHand = (direction: RuleDirection): Use => ({
  direction,
  from: direction === 'in' ? 'internet' : direction === 'out' ? 'pbx' : 'lan',
  to: direction === 'out' ? 'internet' : 'pbx',
  any: [],
  all: [],
  why: SELF,
  warnings: direction === 'in' ? ['prefer-vpn'] : [],
  onlyKnown: false,
});

/** What somebody decided about a row replaces what we inferred; a direction that has no use of its own gets a plain one. */
function usesOf(row: PortRow, override: DirectionOverride | undefined, { switches }: Effective): readonly Use[] {
  const inferred = row.uses.filter(
    (use) => (use.any.length === 0 || use.any.some((key) => switches[key])) && use.all.every((key) => switches[key]),
  );
  if (override === undefined) return inferred;
  const wanted: readonly RuleDirection[] = override === 'off' ? [] : override === 'both' ? ['in', 'out'] : [override];
  return wanted.flatMap((direction) => {
    const own = inferred.filter((use) => use.direction === direction);
    return own.length > 0 ? own : [byHand(direction)];
  });
}

/** As the customer's firewall sees a PBX that stands in the cloud: what went to it on the LAN goes out; what it does itself is not our business. */
const fromCustomer = (use: Use): readonly Use[] =>
  use.direction === 'lan' && use.to === 'pbx' && use.from !== 'monitoring' ? [{ ...use, direction: 'out' }] : [];

function portRules(row: PortRow, settings: Effective, who: Who): readonly FirewallRule[] {
  const override = settings.overrides.get(row.key);
  const all = usesOf(row, override, settings);
  const uses = settings.place === 'cloud' ? all.flatMap(fromCustomer) : all;
  return uses.flatMap((use) => {
    const [source, destination] = [who(use.from), who(use.to)];
    const far = use.direction === 'in' ? source : destination;
    if (use.onlyKnown && isEverybody(far)) return [];
    const open = use.direction === 'in' && isEverybody(source) && use.from !== 'internet';
    return row.transport.map((protocol): FirewallRule => ({
      id: `${row.key}:${use.direction}:${use.from}>${use.to}:${protocol}`,
      row: row.key,
      action: 'allow',
      direction: use.direction === 'out' && settings.place === 'customer' && isInner(destination) ? 'lan' : use.direction,
      protocol,
      ports: row.ports,
      source,
      destination,
      forward: use.direction === 'in' ? forwardTo(destination, settings) : null,
      purpose: row.purpose,
      why: use.why,
      from: row.source,
      inferred: row.source === SOURCES.starface && override === undefined,
      tls: row.tls,
      warnings: [...use.warnings, ...(open ? (['restrict-source'] as const) : [])],
      oddities: row.oddities,
    }));
  });
}

/** Through NAT only where an inner address stands behind the public one. */
function forwardTo(destination: Party, { publicAddress }: Effective): FirewallRule['forward'] {
  const [address] = destination.addresses;
  return publicAddress !== null && address !== undefined && address !== publicAddress && isInner(destination)
    ? { publicAddress, address, port: null }
    : null;
}

function hostRules(row: HostRow, { facts, settings, who }: Reading): readonly FirewallRule[] {
  if (settings.overrides.get(row.key) === 'off' || (row.needs !== null && !settings.switches[row.needs]) || !within(row, facts.version))
    return [];
  const destination = { ...partyOf('vendor', [row.host]), addresses: row.addresses };
  const sources: readonly PartyKey[] = row.from === 'pbx+lan' ? ['pbx', 'lan'] : [row.from];
  const noPort = row.key === 'host:starface-connect';
  return sources
    .filter((source) => source !== 'pbx' || settings.place === 'customer')
    .flatMap((source) =>
      row.transport.map((protocol): FirewallRule => ({
        id: `${row.key}:out:${source}:${protocol}`,
        row: row.key,
        action: 'allow',
        direction: 'out',
        protocol,
        ports: row.ports,
        source: who(source),
        destination,
        forward: null,
        purpose: row.purpose,
        why: words(`${row.host} muss erreichbar sein`, `${row.host} must be reachable`),
        from: SOURCES.starface,
        inferred: false,
        tls: row.ports.every(({ from }) => from === 443) ? 'yes' : 'unknown',
        warnings: noPort ? ['port-not-named'] : [],
        oddities: row.oddities,
      })),
    );
}

function closedRule(row: ClosedRow, who: Who): FirewallRule {
  return {
    id: `closed:${row.key}:${row.port.from}`,
    row: `closed:${row.key}`,
    action: 'block',
    direction: 'in',
    protocol: row.transport,
    ports: [row.port],
    source: who('internet'),
    destination: who(row.to),
    forward: null,
    purpose: row.purpose,
    why: row.why,
    from: row.source,
    inferred: false,
    tls: 'unknown',
    warnings: [],
    oddities: [],
  };
}

interface Reading {
  readonly facts: FirewallFacts;
  readonly settings: Effective;
  readonly who: Who;
}

function tables({ facts, settings }: Reading): { ports: readonly PortRow[]; hosts: readonly HostRow[]; closed: readonly ClosedRow[] } {
  if (facts.product === 'xphone-connect') return { ports: xphonePorts(facts), hosts: [], closed: [] };
  if (facts.product === 'estos-ucserver')
    return { ports: UCSERVER_PORTS.filter(({ key }) => key !== 'web' || !settings.switches.proxyTls), hosts: [], closed: UCSERVER_CLOSED };
  return { ports: STARFACE_PORTS, hosts: STARFACE_HOST_ROWS, closed: settings.place === 'customer' ? STARFACE_CLOSED : [] };
}

/** The rows of the table of a product: whose direction a person may decide. */
export const portTable = (facts: FirewallFacts): readonly PortRow[] =>
  facts.product === 'starface' ? STARFACE_PORTS : facts.product === 'xphone-connect' ? xphonePorts(facts) : UCSERVER_PORTS;

const covers = (rule: FirewallRule, closed: FirewallRule): boolean =>
  rule.direction === 'in' &&
  rule.protocol === closed.protocol &&
  rule.ports.some((range) => closed.ports.some(({ from, to }) => range.from <= from && to <= range.to)) &&
  rule.destination.addresses.some((address) => closed.destination.addresses.includes(address));

function planWarnings({ facts, settings, who }: Reading, rules: readonly FirewallRule[]): readonly FirewallWarning[] {
  const { switches, place } = settings;
  const inbound = rules.some((rule) => rule.action === 'allow' && rule.direction === 'in');
  const needsPush = facts.product === 'starface' && switches.mobileApps;
  const gap = needsPush && facts.version !== null && !rules.some((rule) => rule.row.startsWith('host:push'));
  const found: readonly (readonly [FirewallWarning, boolean])[] = [
    ['pbx-address-missing', isEverybody(who('pbx'))],
    ['proxy-address-missing', switches.reverseProxy && settings.proxyAddress === null],
    ['ssh-address-missing', place === 'cloud' && switches.tunnels && facts.sshServers.length > 0 && settings.sshServerAddress === null],
    ['public-address-missing', place === 'customer' && inbound && settings.publicAddress === null],
    ['lan-assumed', facts.product === 'starface' && settings.lan.length === 0],
    ['version-unknown', facts.product === 'starface' && facts.version === null],
    ['push-unknown', gap],
    ['neon-elsewhere', switches.neon],
    ['through-tunnel', place === 'cloud' && (switches.ldapPlain || switches.ldapTls || switches.adSignIn || switches.monitoring)],
    ['no-federation', facts.product === 'xphone-connect' && switches.federation && facts.federation === null],
  ];
  return found.filter(([, holds]) => holds).map(([code]) => code);
}

/** The rules that the customer's firewall needs for this PBX, what must stay closed, and what is missing or doubtful. */
export function firewallPlan(facts: FirewallFacts, saved: FirewallSettings): FirewallPlan {
  const settings = effectiveSettings(facts, saved);
  const who = parties(facts, settings);
  const reading = { facts, settings, who };
  const { ports, hosts, closed } = tables(reading);
  // Without an address the proxy is nobody, and a rule to nobody would be one to everybody.
  const allowed = [
    ...ports.flatMap((row) => portRules(row, settings, who)),
    ...hosts.flatMap((row) => hostRules(row, reading)),
    ...tunnelRules(facts, settings, who('pbx')),
  ].filter(({ source, destination }) => ![source, destination].some((party) => party.key === 'proxy' && isEverybody(party)));
  const blocked = closed.map((row) => closedRule(row, who)).filter((rule) => !allowed.some((one) => covers(one, rule)));
  const rules = [...allowed.filter(({ action }) => action === 'allow'), ...allowed.filter(({ action }) => action === 'block'), ...blocked];
  const own = settings.place === 'cloud' ? [] : [who('pbx'), who('proxy')].flatMap((party) => party.addresses);
  return {
    facts,
    settings,
    rules: dedupe(rules),
    warnings: planWarnings(reading, rules),
    guarded: own,
    guardsOutbound: facts.product === 'starface',
  };
}

/** Two tunnels may lead to one SSH server; one rule stands for both. */
const dedupe = (rules: readonly FirewallRule[]): readonly FirewallRule[] =>
  [...new Map(rules.toReversed().map((rule) => [rule.id, rule])).values()].toReversed();
