import type { ServiceTemplate, Tunnel } from '@stellwerk/contracts';
import { MappingInput, type ModuleKey, type ServiceProtocol, type TunnelInput } from '@stellwerk/domain';
import type { z } from 'zod';
import type { ForwardKind } from '../picture/forward-kind';
import { fromKind, kindOf } from '../picture/forward-kind';

/** A mapping as it is typed: a port may be missing, and `key` keeps its identity while rows come and go. */
export interface Row {
  readonly key: string;
  readonly name: string;
  readonly kind: ForwardKind;
  readonly localPort: number | null;
  readonly remotePort: number | null;
  readonly targetHost: string;
  readonly allowFrom: readonly string[];
  readonly protocol: ServiceProtocol;
}

export interface Draft {
  readonly module: ModuleKey;
  readonly name: string;
  readonly enabled: boolean;
  readonly sshServerId: string | null;
  readonly rows: readonly Row[];
  /** Deleted rows with the place they had, the last one first: deleting can be undone step by step. */
  readonly removed: readonly { readonly row: Row; readonly index: number }[];
  /** Counts up; the next row's key is made of it. */
  readonly made: number;
}

export type Change =
  | { readonly type: 'set'; readonly part: Partial<Pick<Draft, 'module' | 'name' | 'enabled' | 'sshServerId'>> }
  | { readonly type: 'add-row'; readonly kind: ForwardKind }
  | { readonly type: 'add-template'; readonly template: ServiceTemplate }
  | { readonly type: 'change-row'; readonly key: string; readonly part: Partial<Omit<Row, 'key'>> }
  | { readonly type: 'remove-row'; readonly key: string }
  | { readonly type: 'undo-remove' };

export const emptyDraft = (module: ModuleKey): Draft => ({
  module,
  name: '',
  enabled: true,
  sshServerId: null,
  rows: [],
  removed: [],
  made: 0,
});

export const draftOf = (tunnel: Tunnel): Draft => ({
  module: tunnel.module,
  name: tunnel.name,
  enabled: tunnel.enabled,
  sshServerId: tunnel.sshServerId,
  rows: tunnel.mappings.map((m) => ({
    key: m.id,
    name: m.name,
    kind: kindOf(m),
    localPort: m.localPort,
    remotePort: m.remotePort,
    targetHost: m.targetHost ?? '',
    allowFrom: m.allowFrom,
    protocol: m.protocol,
  })),
  removed: [],
  made: 0,
});

/** The next draft. Pure: the same draft and change always give the same result. */
export function change(draft: Draft, step: Change): Draft {
  switch (step.type) {
    case 'set':
      return { ...draft, ...step.part };
    case 'add-row':
      return append(draft, [{ ...blank, kind: step.kind }]);
    case 'add-template':
      return append({ ...draft, name: draft.name.trim() === '' ? step.template.name : draft.name }, step.template.mappings.map(rowOf));
    case 'change-row':
      return { ...draft, rows: draft.rows.map((row) => (row.key === step.key ? consistent({ ...row, ...step.part }) : row)) };
    case 'remove-row': {
      const index = draft.rows.findIndex((row) => row.key === step.key);
      const row = draft.rows[index];
      return row ? { ...draft, rows: draft.rows.filter((r) => r !== row), removed: [{ row, index }, ...draft.removed] } : draft;
    }
    case 'undo-remove': {
      const [last, ...removed] = draft.removed;
      return last ? { ...draft, rows: draft.rows.toSpliced(last.index, 0, last.row), removed } : draft;
    }
  }
}

const blank: Omit<Row, 'key'> = {
  name: '',
  kind: 'outbound-private',
  localPort: null,
  remotePort: null,
  targetHost: '',
  allowFrom: [],
  protocol: 'tcp',
};

const append = (draft: Draft, rows: readonly Omit<Row, 'key'>[]): Draft => ({
  ...draft,
  rows: [...draft.rows, ...rows.map((row, i) => consistent({ ...row, key: `new-${draft.made + i}` }))],
  made: draft.made + rows.length,
});

/** What a kind cannot have is dropped when the kind changes: a target inbound (K1, K4), a source list on a private mapping. */
function consistent(row: Row): Row {
  const { direction, exposure } = fromKind(row.kind);
  return { ...row, targetHost: direction === 'inbound' ? '' : row.targetHost, allowFrom: exposure === 'private' ? [] : row.allowFrom };
}

function rowOf(template: Record<string, unknown>): Omit<Row, 'key'> {
  const m = MappingInput.partial().safeParse(template).data ?? {};
  return {
    ...blank,
    name: m.name ?? '',
    kind: kindOf({ direction: m.direction ?? 'outbound', exposure: m.exposure ?? 'private' }),
    localPort: m.localPort ?? null,
    remotePort: m.remotePort ?? null,
    targetHost: m.targetHost ?? '',
    protocol: m.protocol ?? 'tcp',
  };
}

/** A row as the API takes it; what is not typed yet is left out, and the validation says what is missing. */
export const wireOf = (row: Row) => ({
  name: row.name.trim(),
  ...fromKind(row.kind),
  ...(row.localPort === null ? {} : { localPort: row.localPort }),
  ...(row.remotePort === null ? {} : { remotePort: row.remotePort }),
  targetHost: row.targetHost.trim() || null,
  allowFrom: [...row.allowFrom],
  protocol: row.protocol,
});

/** The whole tunnel as the API takes it. The API is the judge of a port that is still missing. */
export const tunnelOf = (draft: Draft, pbxId: string): z.input<typeof TunnelInput> => ({
  pbxId,
  module: draft.module,
  name: draft.name.trim(),
  enabled: draft.enabled,
  sshServerId: draft.sshServerId ?? '',
  mappings: draft.rows.map((row) => wireOf(row) as z.input<typeof MappingInput>),
});

/** True when there is something to lose. Bookkeeping of undo does not count. */
export const differs = (a: Draft, b: Draft): boolean =>
  JSON.stringify({ ...a, removed: 0, made: 0 }) !== JSON.stringify({ ...b, removed: 0, made: 0 });
