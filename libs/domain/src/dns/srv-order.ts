import type { DnsRecord } from '../check/facts.js';

export type SrvTarget = NonNullable<DnsRecord['srv']>;

/** Lowest priority first, heavier first within it: how a set of records is shown, and the order in which most callers try them. */
export const srvRanked = (targets: readonly SrvTarget[]): readonly SrvTarget[] =>
  [...targets].sort((a, b) => a.priority - b.priority || b.weight - a.weight || (a.target < b.target ? -1 : a.target > b.target ? 1 : 0));

/**
 * The order in which a client tries SRV targets (RFC 2782): by priority, and within one priority by a running sum over the weights, records of
 * weight 0 placed first so that they are rarely chosen.
 * @param random a number of [0, 1) each time it is called
 */
export function srvOrder(targets: readonly SrvTarget[], random: () => number): readonly SrvTarget[] {
  const ordered: SrvTarget[] = [];
  const left = [...targets].sort((a, b) => a.priority - b.priority || (a.weight === 0 ? -1 : 0) - (b.weight === 0 ? -1 : 0));
  while (left.length > 0) {
    const group = left.filter(({ priority }) => priority === left[0]?.priority);
    const sum = group.reduce((total, { weight }) => total + weight, 0);
    const drawn = Math.floor(random() * (sum + 1));
    let running = 0;
    const chosen = group.find(({ weight }) => (running += weight) >= drawn) ?? group[0];
    if (chosen === undefined) break;
    ordered.push(chosen);
    left.splice(left.indexOf(chosen), 1);
  }
  return ordered;
}
