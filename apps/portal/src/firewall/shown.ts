import type { Check } from '@stellwerk/contracts';
import type { FirewallRule, PortRange } from '@stellwerk/domain';

/** Rules that differ in nothing but the protocol, as one line. */
export interface ShownRule {
  readonly rule: FirewallRule;
  readonly protocols: readonly string[];
}

const sameBut = ({ rule }: ShownRule): string => {
  const { row, action, direction, source, destination, ports, why } = rule;
  return JSON.stringify([row, action, direction, source, destination, ports, why.en]);
};

export function shownRules(rules: readonly FirewallRule[]): readonly ShownRule[] {
  const lines = new Map<string, ShownRule>();
  for (const rule of rules) {
    const line = { rule, protocols: [rule.protocol.toUpperCase()] };
    const known = lines.get(sameBut(line));
    lines.set(sameBut(line), known ? { ...known, protocols: [...known.protocols, ...line.protocols] } : line);
  }
  return [...lines.values()];
}

export const GROUPS = ['in', 'out', 'lan', 'block'] as const;
export type Group = (typeof GROUPS)[number];
export const groupOf = ({ rule }: ShownRule): Group => (rule.action === 'block' ? 'block' : rule.direction);

const covers = (ports: readonly PortRange[], port: unknown): boolean =>
  typeof port === 'number' && ports.some(({ from, to }) => from <= port && port <= to);

/** Kinds that open a connection to a host and port. Of one kind per port the plain connect says most about a firewall. */
const KINDS = ['tcp-port', 'tls-endpoint', 'tls-protocols'] as const;

/**
 * The checks that look at what a rule is about: the destination by name or address, and one of its ports. What arrives at the PBX is looked at
 * where the PBX is reached (`own`). A check that expects a port closed belongs to what must stay closed, and to nothing else.
 */
export function checksOf(line: ShownRule, checks: readonly Check[], own: readonly string[]): readonly Check[] {
  const { rule } = line;
  if (!line.protocols.includes('TCP')) return [];
  const inbound = rule.direction === 'in' || rule.action === 'block';
  const hosts = inbound ? own : [...rule.destination.names, ...rule.destination.addresses];
  const found = checks.filter(
    ({ kind, params }) =>
      (KINDS as readonly string[]).includes(kind) &&
      hosts.includes(String(params.host)) &&
      covers(rule.ports, params.port) &&
      (params.expect === 'closed') === (rule.action === 'block'),
  );
  const rank = ({ kind }: Check): number => (KINDS as readonly string[]).indexOf(kind);
  const byPort = new Map(
    found.toSorted((a, b) => rank(b) - rank(a)).map((check) => [`${String(check.params.host)} ${String(check.params.port)}`, check]),
  );
  return [...byPort.values()];
}
