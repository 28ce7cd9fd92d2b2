import fc from 'fast-check';
import { planShards, type ShardView } from './plan-shards.js';
import { shardOf, SHARDS } from './shard-of.js';

/** The lease table in miniature: the same judgements the SQL makes, under a clock the test owns. */
class Leases {
  now = 0;
  readonly until = new Map<string, number>();
  readonly shards: (ShardView & { owner: string | null; fence: number })[];
  constructor(count: number) {
    this.shards = Array.from({ length: count }, (_, id) => ({ id, owner: null as string | null, fence: 0 }));
  }
  living = () => [...this.until].filter(([, until]) => until > this.now).map(([id]) => id);
  claim(worker: string, ids: readonly number[]): Map<number, number> {
    const got = new Map<number, number>();
    for (const id of ids) {
      const s = this.shards[id]!;
      if (s.owner !== null && s.owner !== worker && this.living().includes(s.owner)) continue;
      if (s.owner !== worker) Object.assign(s, { owner: worker, fence: s.fence + 1 });
      got.set(id, s.fence);
    }
    return got;
  }
  release = (worker: string, ids: readonly number[]) =>
    ids.forEach((id) => this.shards[id]!.owner === worker && Object.assign(this.shards[id]!, { owner: null }));
}

/** A worker that may sleep through its lease between reading the table and acting on it. */
class Member {
  fences = new Map<number, number>();
  seen: { living: string[]; shards: ShardView[] } | null = null;
  constructor(
    readonly id: string,
    readonly leases: Leases,
  ) {}
  read = () => {
    this.leases.until.set(this.id, this.leases.now + 6);
    this.seen = { living: this.leases.living(), shards: this.leases.shards.map((s) => ({ ...s })) };
    for (const id of [...this.fences.keys()]) if (this.leases.shards[id]!.fence !== this.fences.get(id)) this.fences.delete(id);
  };
  act = () => {
    if (!this.seen) return;
    const { claim, release } = planShards({ self: this.id, ...this.seen, busy: new Set() });
    this.leases.release(this.id, release);
    release.forEach((id) => this.fences.delete(id));
    this.leases.claim(this.id, claim).forEach((fence, id) => this.fences.set(id, fence));
    this.seen = null;
  };
}

const COUNT = 16;
const move = fc.record({ who: fc.nat(3), what: fc.constantFrom('read', 'act', 'wait', 'pause') });

describe('shards among workers that come, go, sleep and wake', () => {
  it('never gives one fence to two workers, and a planned claim never touches a living worker’s shard', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 120 }), (moves) => {
        const leases = new Leases(COUNT);
        const members = ['a', 'b', 'c', 'd'].map((id) => new Member(id, leases));
        for (const { who, what } of moves) {
          const member = members[who]!;
          if (what === 'wait') leases.now += 1;
          else if (what === 'pause') leases.now += 7;
          else if (what === 'read') member.read();
          else {
            if (member.seen)
              for (const id of planShards({ self: member.id, ...member.seen, busy: new Set() }).claim)
                expect(member.seen.living).not.toContain(member.seen.shards[id]!.owner);
            member.act();
          }
          for (const s of leases.shards) expect(members.filter((m) => m.fences.get(s.id) === s.fence).length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('settles, whatever happened before, with every shard owned by a living worker and shares that differ by at most one', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (moves, survivors) => {
        const leases = new Leases(COUNT);
        const members = ['a', 'b', 'c', 'd'].map((id) => new Member(id, leases));
        for (const { who, what } of moves) {
          if (what === 'read') members[who]!.read();
          else if (what === 'act') members[who]!.act();
          else leases.now += what === 'wait' ? 1 : 7;
        }
        const rest = members.slice(0, survivors);
        for (let round = 0; round < 40; round++) {
          leases.now += 1;
          for (const m of rest) {
            m.read();
            m.act();
          }
        }
        const held = rest.map((m) => leases.shards.filter((s) => s.owner === m.id).length);
        expect(held.reduce((a, b) => a + b)).toBe(COUNT);
        expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });

  it('hands busy shards over one by one and empty ones at once', () => {
    const shards = Array.from({ length: 8 }, (_, id) => ({ id, owner: 'a' }));
    const { release, claim } = planShards({ self: 'a', living: ['a', 'b'], shards, busy: new Set([1, 3, 5]) });
    expect(claim).toEqual([]);
    expect(release).toEqual([7, 1]);
  });

  it('plans nothing for a worker whose own lease has run out', () => {
    const shards = [{ id: 0, owner: null }];
    expect(planShards({ self: 'a', living: ['b'], shards, busy: new Set() })).toEqual({ claim: [], release: [] });
  });
});

describe('shardOf', () => {
  it('stays the same for ids that already exist', () => {
    expect(['00000000-0000-0000-0000-000000000000', '7f3c1e9a-52f0-4d0e-9b1c-0f6f5a1d2e3b'].map(shardOf)).toEqual([166, 165]);
  });

  it('spreads ids evenly', () => {
    const counts = new Array<number>(SHARDS).fill(0);
    fc.sample(fc.uuid(), { numRuns: 25_600, seed: 7 }).forEach((id) => counts[shardOf(id)]!++);
    expect(Math.min(...counts)).toBeGreaterThan(50);
    expect(Math.max(...counts)).toBeLessThan(160);
  });
});
