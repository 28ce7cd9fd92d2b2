import type { Mapping } from '../mapping/mapping.js';

/** A tunnel that shall run, reduced to what decides whether something must change. */
export interface PlannedTunnel {
  readonly id: string;
  /** Grows with every replacement; equal generations mean equal specifications. */
  readonly generation: number;
  /** Everything whose change needs a new connection: server, user, engine, how the PBX is reached. */
  readonly connectionKey: string;
  /** The sealed credential. It also changes when keys are rotated, so alone it is no reason to reconnect: only together with a new generation. */
  readonly credentialKey: string;
  readonly mappings: readonly Mapping[];
}

/** Whether a tunnel's approved time is over. `endsAt` and `now` in milliseconds since the epoch, of the same clock; null: it has no end. */
export const isOver = (endsAt: number | null, now: number): boolean => endsAt !== null && endsAt <= now;

/** What decides whether a tunnel shall run at a moment. */
export interface Wish {
  readonly enabled: boolean;
  /** Its module has an enabled configuration on that PBX. */
  readonly moduleActive: boolean;
  /** Its customer is neither suspended nor deleted. */
  readonly tenantActive: boolean;
  /** Milliseconds since the epoch. */
  readonly endsAt: number | null;
}

/** True while a tunnel shall run. */
export const shouldRun = (wish: Wish, now: number): boolean =>
  wish.enabled && wish.moduleActive && wish.tenantActive && !isOver(wish.endsAt, now);

export type PlanStep<D extends PlannedTunnel = PlannedTunnel> =
  | { readonly do: 'start'; readonly tunnel: D }
  | { readonly do: 'stop'; readonly id: string }
  /** Same connection, other mappings: close and open only what differs, so that unchanged mappings keep flowing. */
  | { readonly do: 'remap'; readonly tunnel: D }
  /** Another connection: the old one ends, the new one starts. */
  | { readonly do: 'reconnect'; readonly tunnel: D };

/** What must be done so that `running` becomes `desired`. Empty when nothing differs; never two steps for one tunnel. */
export function plan<D extends PlannedTunnel>(desired: readonly D[], running: readonly PlannedTunnel[]): readonly PlanStep<D>[] {
  const wanted = new Map(desired.map((d) => [d.id, d]));
  const present = new Map(running.map((r) => [r.id, r]));
  const steps: PlanStep<D>[] = [];
  for (const id of present.keys()) if (!wanted.has(id)) steps.push({ do: 'stop', id });
  for (const tunnel of wanted.values()) {
    const old = present.get(tunnel.id);
    if (!old) steps.push({ do: 'start', tunnel });
    else if (old.connectionKey !== tunnel.connectionKey) steps.push({ do: 'reconnect', tunnel });
    else if (old.generation !== tunnel.generation)
      steps.push({ do: old.credentialKey === tunnel.credentialKey ? 'remap' : 'reconnect', tunnel });
  }
  return steps;
}

export interface MappingChange {
  /** Ids of running mappings to end. */
  readonly close: readonly string[];
  readonly open: readonly Mapping[];
  /** The same forward under a possibly new id, name or probe protocol: its listener stays, and whatever flows through it. */
  readonly keep: readonly { readonly was: string; readonly now: Mapping }[];
}

/** Which mappings a live session must close, open and keep to go from `before` to `after`. */
export function diffMappings(before: readonly Mapping[], after: readonly Mapping[]): MappingChange {
  const running = new Map(before.map((m) => [forwardKey(m), m]));
  const wanted = new Set(after.map(forwardKey));
  const keep = after.flatMap((now) => {
    const was = running.get(forwardKey(now));
    return was ? [{ was: was.id, now }] : [];
  });
  return {
    close: before.filter((m) => !wanted.has(forwardKey(m))).map((m) => m.id),
    open: after.filter((m) => !running.has(forwardKey(m))),
    keep,
  };
}

/** What a forward is made of: two mappings with equal keys are the same forward. */
export const forwardKey = (m: Mapping): string =>
  [m.direction, m.exposure, m.localPort, m.remotePort, m.targetHost ?? '', ...[...m.allowFrom].sort()].join('|');
