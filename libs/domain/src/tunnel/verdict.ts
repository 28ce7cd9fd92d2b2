import type { Fault } from './fault.js';
import type { LifeEvent } from './machine.js';
import type { MappingState } from './status.js';

/** What the mappings of a living session say about the tunnel: one bad mapping degrades it, all proven ones lift it. */
export function verdict(
  mappings: Iterable<{ readonly state: MappingState; readonly reason: Fault | null }>,
): Extract<LifeEvent, { is: 'judged' }> {
  let opening = false;
  for (const m of mappings) {
    if (m.state === 'failing') return { is: 'judged', verdict: 'bad', reason: m.reason };
    if (m.state === 'opening') opening = true;
  }
  return { is: 'judged', verdict: opening ? 'opening' : 'good', reason: null };
}
