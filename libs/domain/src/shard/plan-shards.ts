/** A shard as the lease table shows it. */
export interface ShardView {
  readonly id: number;
  readonly owner: string | null;
}

export interface ShardSituation {
  readonly self: string;
  /** Workers of the edge whose lease runs, by the database's clock. Must contain `self`, or nothing is planned. */
  readonly living: readonly string[];
  readonly shards: readonly ShardView[];
  /** Own shards that carry running tunnels: handed over one by one, empty ones at once. */
  readonly busy: ReadonlySet<number>;
}

export interface ShardPlan {
  readonly claim: readonly number[];
  readonly release: readonly number[];
}

const NOTHING: ShardPlan = { claim: [], release: [] };

/**
 * Which shards to claim and which to let go, so that living workers end up with equal shares (± 1).
 * Claims only what is free or belongs to a dead worker; the lease table is the judge of races. Above its share a worker
 * releases its empty surplus shards at once and one busy one per round, so that a fleet never moves in one jolt.
 */
export function planShards({ self, living, shards, busy }: ShardSituation): ShardPlan {
  const workers = [...new Set(living)].sort();
  const rank = workers.indexOf(self);
  if (rank < 0) return NOTHING;
  const alive = new Set(workers);
  const share = Math.floor(shards.length / workers.length) + (rank < shards.length % workers.length ? 1 : 0);
  const own = shards.filter((s) => s.owner === self);
  if (own.length > share)
    return {
      claim: [],
      release: surplus(
        own.map((s) => s.id),
        own.length - share,
        { busy, rank, count: workers.length },
      ),
    };
  const free = shards.filter((s) => s.owner === null || !alive.has(s.owner)).map((s) => s.id);
  // Each worker starts with the free shards of its own rank, so that two of them rarely reach for the same one.
  return { claim: preferring(free, (id) => id % workers.length === rank).slice(0, share - own.length), release: [] };
}

function surplus(
  own: readonly number[],
  count: number,
  about: { busy: ReadonlySet<number>; rank: number; count: number },
): readonly number[] {
  // Shards of other ranks go first: by hash they carry their fair part of the tunnels, so load follows shards.
  const chosen = preferring(own, (id) => id % about.count !== about.rank).slice(0, count);
  const busy = chosen.filter((id) => about.busy.has(id));
  return [...chosen.filter((id) => !about.busy.has(id)), ...busy.slice(0, 1)];
}

const preferring = (ids: readonly number[], first: (id: number) => boolean): readonly number[] => [
  ...ids.filter(first),
  ...ids.filter((id) => !first(id)),
];
