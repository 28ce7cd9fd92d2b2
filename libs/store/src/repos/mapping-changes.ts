import type { MappingRow, MappingValues } from '../types/tunnel.js';

/** What to do so that a tunnel's stored mappings become the wanted ones. Positions are indexes into the wanted list. */
export interface MappingChanges {
  readonly remove: readonly string[];
  readonly keep: readonly { readonly id: string; readonly position: number }[];
  readonly add: readonly number[];
}

/** Everything that bytes on the wire depend on. A new name, place in the list or probe protocol does not interrupt a connection. */
const wire = (m: MappingValues): string =>
  JSON.stringify([m.direction, m.exposure, m.localPort, m.remotePort, m.targetHost, [...m.allowFrom].sort(), m.listenKey, m.listenPort]);

/** Pairs stored mappings with wanted ones that are the same on the wire: those keep their ids, and their connections. */
export function mappingChanges(stored: readonly MappingRow[], wanted: readonly MappingValues[]): MappingChanges {
  const unclaimed = new Map(stored.map((m) => [wire(m), m.id]));
  const keep: { id: string; position: number }[] = [];
  const add: number[] = [];
  wanted.forEach((m, position) => {
    const id = unclaimed.get(wire(m));
    unclaimed.delete(wire(m));
    if (id === undefined) add.push(position);
    else keep.push({ id, position });
  });
  return { keep, add, remove: [...unclaimed.values()] };
}
