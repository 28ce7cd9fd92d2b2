import type { routes } from '@stellwerk/contracts';
import { checkName, type CheckSpec, DEFAULT_INTERVAL_SECONDS } from '@stellwerk/domain';
import type { Queue } from '@stellwerk/queue';
import type { CheckRow, Store } from '@stellwerk/store';
import { checkFacts, named } from '../audit/facts.js';
import { cursorOf, pageOf } from '../core/cursor.js';
import type { Egress } from '../core/egress.js';
import { type Limit, Throttle } from '../core/limits.js';
import { found, valueOf } from '../core/refused.js';
import type { Aftermath, TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { BodyOf, QueryOf } from '../http/call.js';
import { invalid, notFound, Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { judgeHost, judgeInterval, judgeVantage, specOf } from './check-input.js';
import { checkView, runView } from './check.view.js';

type Input = BodyOf<typeof routes.createCheck>;
type Change = BodyOf<typeof routes.changeCheck>;
type Reading = Pick<Changing, 'dryRun'> & { readonly now: number };

/** One check, run by hand: as often as somebody who repairs something wants to look, and no oftener. */
const RUNS_BY_HAND: Limit = { points: 10, seconds: 60 };

const given = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

export class ChecksService {
  private readonly runs: Throttle;

  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
    private readonly egress: Egress,
    private readonly engines: { readonly queue: Pick<Queue, 'enqueue' | 'limiter'>; readonly edgeId: string },
  ) {
    this.runs = new Throttle(engines.queue, 'check-run', RUNS_BY_HAND);
  }

  list(who: Principal, query: QueryOf<typeof routes.listChecks>, now: number) {
    const { limit, cursor, ...filter } = query;
    return this.store.forTenant(who.scope, async (tx) =>
      pageOf(await tx.checks.list({ limit, after: cursorOf(cursor), ...given(filter) }), (row) => checkView(row, now)),
    );
  }

  get(who: Principal, id: string, now: number) {
    return this.store.forTenant(who.scope, async (tx) => checkView(found(await tx.checks.find(id)), now));
  }

  listRuns(who: Principal, id: string, query: QueryOf<typeof routes.listCheckRuns>, locale: 'de' | 'en') {
    return this.store.forTenant(who.scope, async (tx) => {
      found(await tx.checks.find(id));
      const { limit, cursor, changed } = query;
      const page = await tx.checks.runs(id, { limit, after: cursorOf(cursor, 'number'), ...given({ changed }) });
      return pageOf(page, (row) => runView(row, locale));
    });
  }

  async create(who: Principal, input: Input, { dryRun, now }: Reading) {
    const spec = specOf(input.kind, input.params);
    const intervalSeconds = input.intervalSeconds ?? DEFAULT_INTERVAL_SECONDS[input.kind];
    judgeInterval(input.kind, intervalSeconds);
    await this.judge(who, input.tenantId, spec, input.vantage);
    return this.writes.run(who, { dryRun }, async (tx, after) => {
      const { tenantId, pbxId, kind, vantage } = input;
      const { edgeId } = this.engines;
      const values = { tenantId, pbxId, edgeId, kind, name: checkName(spec), params: spec.params, vantage, intervalSeconds };
      const row = valueOf(await tx.checks.create(values), true);
      after.audit({ action: 'check.created', tenantId, target: named('check', row), after: checkFacts(row) });
      after.scheduled(row);
      return checkView(row, now);
    });
  }

  async change(who: Principal, id: string, input: Change, changing: Changing & Reading) {
    const known = await this.store.forTenant(who.scope, async (tx) => found(await tx.checks.find(id)));
    judgeInterval(known.kind, input.intervalSeconds);
    const spec = specOf(known.kind, input.params ?? known.params);
    const vantage = input.vantage ?? known.vantage;
    if (known.origin === 'derived') fromItsPbx(known, input);
    else await this.judge(who, known.tenantId, spec, vantage);
    return this.writes.run(who, changing, async (tx, after) => {
      const before = found(await tx.checks.lock(id));
      expectVersion(before.version, changing.ifMatch);
      const own = before.origin === 'free' ? { params: spec.params, vantage, name: checkName(spec) } : {};
      const row = valueOf(await tx.checks.change(id, { intervalSeconds: input.intervalSeconds, ...own }), true);
      const compared = { before: checkFacts(before), after: checkFacts(row) };
      after.audit({ action: 'check.changed', tenantId: row.tenantId, target: named('check', row), ...compared });
      after.scheduled(row);
      return checkView(row, changing.now);
    });
  }

  async remove(who: Principal, id: string, changing: Changing): Promise<void> {
    await this.writes.run(who, changing, async (tx, after) => {
      const before = found(await tx.checks.lock(id));
      expectVersion(before.version, changing.ifMatch);
      if (before.origin === 'derived') throw new Refusal('check-derived');
      await tx.checks.remove(id);
      after.audit({ action: 'check.deleted', tenantId: before.tenantId, target: named('check', before), before: checkFacts(before) });
      after.scheduled(before);
    });
  }

  async pause(who: Principal, id: string, input: BodyOf<typeof routes.pauseCheck>, { dryRun, now }: Reading) {
    const until = input.until === null ? null : new Date(input.until);
    if (until !== null && until.getTime() <= now) throw invalid({ pointer: '/until', code: 'in-the-past' });
    return this.act(who, id, { dryRun, now }, async (tx, before, after) => {
      const { reason } = input;
      after.audit({ action: 'check.paused', tenantId: before.tenantId, target: named('check', before), after: { until, reason } });
      return tx.checks.pause(id, until, reason);
    });
  }

  resume(who: Principal, id: string, reading: Reading) {
    return this.act(who, id, reading, async (tx, before, after) => {
      after.audit({ action: 'check.resumed', tenantId: before.tenantId, target: named('check', before) });
      return tx.checks.resume(id);
    });
  }

  /** A worker runs it, from where it always runs. */
  async run(who: Principal, id: string, dryRun: boolean): Promise<{ queued: boolean }> {
    if (!dryRun) await this.runs.spend(`${who.provider.id} ${id}`);
    const row = await this.writes.run(who, { dryRun }, async (tx, after) => {
      const check = found(await tx.checks.find(id));
      after.audit({ action: 'check.run', tenantId: check.tenantId, target: named('check', check) });
      return check;
    });
    if (dryRun) return { queued: false };
    const { providerId, tenantId, edgeId } = row;
    const queued = await this.engines.queue.enqueue('check.run', { providerId, tenantId, checkId: id, trigger: 'now' }, edgeId);
    if (!queued.queued) throw new Refusal('unavailable');
    return { queued: true };
  }

  private act(
    who: Principal,
    id: string,
    { dryRun, now }: Reading,
    work: (tx: Parameters<Parameters<TenantWrites['run']>[2]>[0], before: CheckRow, after: Aftermath) => Promise<CheckRow | null>,
  ) {
    return this.writes.run(who, { dryRun }, async (tx, after) => {
      const row = found(await work(tx, found(await tx.checks.lock(id)), after));
      after.scheduled(row);
      return checkView(row, now);
    });
  }

  private async judge(who: Principal, tenantId: string, spec: CheckSpec, vantage: CheckRow['vantage']): Promise<void> {
    judgeVantage(spec.kind, vantage);
    const tenant = await this.store.forTenant(who.scope, (tx) => tx.tenants.find(tenantId));
    if (tenant === null) throw notFound('/tenantId');
    await judgeHost(this.egress, spec, { vantage, allowedNetworks: tenant.allowedNetworks });
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a derived check looks at, and from where, follows from its PBX: another value would be overwritten with the next change of it. */
function fromItsPbx(known: CheckRow, input: Change): void {
  const fixed = {
    params: input.params === undefined || same(specOf(known.kind, input.params).params, specOf(known.kind, known.params).params),
    vantage: input.vantage === undefined || same(input.vantage, known.vantage),
  };
  const errors = Object.entries(fixed).flatMap(([field, kept]) => (kept ? [] : [{ pointer: `/${field}`, code: 'follows-from-pbx' }]));
  if (errors.length > 0) throw new Refusal('check-refused', { errors });
}
