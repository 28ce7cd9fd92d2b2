import type { MappingDraft, MappingFinding } from './draft.js';
import { type Listener, type ListenerInUse, listenerOf, listenKeyRelation, nextFreePort } from './listener.js';
import type { Exposure } from './mapping.js';
import type { MappingJudgementInput } from './judgement-input.js';

type Context = Pick<MappingJudgementInput, 'pbx' | 'sshServer' | 'tenantId' | 'listeners'>;

interface Row extends Listener {
  readonly index: number;
  readonly field: 'localPort' | 'remotePort';
  readonly exposure: Exposure;
  readonly draft: MappingDraft;
}

/** No host is named so: rows of a tunnel without an SSH server still collide with each other. */
const UNCHOSEN = { host: 'unchosen.invalid', port: 0 };

function rowsOf(drafts: readonly MappingDraft[], context: Context): Row[] {
  return drafts.flatMap((draft, index) => {
    const field = draft.direction === 'inbound' ? 'remotePort' : 'localPort';
    const port = draft[field];
    if (draft.direction === null || port === null) return [];
    // The other port does not matter to the listener, and may not be typed yet.
    const listener = listenerOf(
      { direction: draft.direction, localPort: port, remotePort: port },
      context.pbx,
      context.sshServer ?? UNCHOSEN,
      context.tenantId,
    );
    return [{ ...listener, index, field, exposure: draft.exposure, draft }];
  });
}

/**
 * V3, generalised: a listener is unique per place and port, over all tunnels; destinations may be shared. One local port
 * cannot lead to two remote ports; several remote ports may lead to one local port, and the other way round.
 */
export function judgeCollisions(drafts: readonly MappingDraft[], context: Context): MappingFinding[] {
  const rows = rowsOf(drafts, context);
  return rows.flatMap((row) => {
    const earlier = rows.find(
      (other) => other.index < row.index && other.port === row.port && listenKeyRelation(other.listenKey, row.listenKey) !== null,
    );
    if (earlier !== undefined) return [withinTunnel(row, earlier, suggestionFor(row, rows, context.listeners))];
    const other = context.listeners.find(
      (held) => held.listenPort === row.port && listenKeyRelation(held.listenKey, row.listenKey) !== null,
    );
    return other === undefined ? [] : [withOther(row, other, suggestionFor(row, rows, context.listeners))];
  });
}

const sameRule = (a: MappingDraft, b: MappingDraft): boolean =>
  a.direction === b.direction &&
  a.localPort === b.localPort &&
  a.remotePort === b.remotePort &&
  a.targetHost === b.targetHost &&
  a.exposure === b.exposure;

const pointer = (row: Row): string => `/mappings/${row.index}/${row.field}`;

function withinTunnel(row: Row, earlier: Row, suggestion: number | null): MappingFinding {
  const params = { port: row.port, row: earlier.index + 1, ...(suggestion === null ? {} : { suggestion }) };
  if (sameRule(row.draft, earlier.draft)) return { code: 'mapping-duplicate', severity: 'error', path: `/mappings/${row.index}`, params };
  const wildcard = row.exposure !== earlier.exposure || row.listenKey !== earlier.listenKey;
  return { code: wildcard ? 'listener-wildcard-collision' : 'listener-collision', severity: 'error', path: pointer(row), params };
}

function withOther(row: Row, other: ListenerInUse, suggestion: number | null): MappingFinding {
  const wildcard = row.exposure !== other.exposure || row.listenKey !== other.listenKey;
  const params = {
    port: row.port,
    ...(other.tunnelName === null ? {} : { tunnel: other.tunnelName }),
    ...(suggestion === null ? {} : { suggestion }),
  };
  return { code: wildcard ? 'listener-wildcard-collision' : 'listener-collision', severity: 'error', path: pointer(row), params };
}

function suggestionFor(row: Row, rows: readonly Row[], listeners: readonly ListenerInUse[], wanted = row.port): number | null {
  const taken = new Set<number>([
    ...rows.filter((other) => listenKeyRelation(other.listenKey, row.listenKey) !== null).map((other) => other.port),
    ...listeners.filter((held) => listenKeyRelation(held.listenKey, row.listenKey) !== null).map((held) => held.listenPort),
  ]);
  return nextFreePort(wanted, taken);
}

/** A free port for the listener of the row at `index`, from `wanted` upwards; null when the row has no listener yet, or none is free. */
export function freePortFor(index: number, wanted: number, drafts: readonly MappingDraft[], context: Context): number | null {
  const rows = rowsOf(drafts, context);
  const row = rows.find((candidate) => candidate.index === index);
  return row === undefined ? null : suggestionFor(row, rows, context.listeners, wanted);
}
