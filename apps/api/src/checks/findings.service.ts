import type { Output, routes } from '@stellwerk/contracts';
import { type Locale, outlook, outlookText } from '@stellwerk/domain';
import type { FindingRow, Store, TenantTx } from '@stellwerk/store';
import { cursorOf, pageOf } from '../core/cursor.js';
import { found } from '../core/refused.js';
import type { Aftermath, TenantWrites } from '../core/tenant-writes.js';
import type { BodyOf, QueryOf } from '../http/call.js';
import { invalid } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { findingRowView } from './finding.view.js';

interface Reading {
  readonly locale: Locale;
  readonly now: number;
}
type Acting = Reading & { readonly dryRun: boolean };

const DAY_MS = 86_400_000;
/** What one look ahead is made of, at most; soonest first. */
const MOST_POINTS = 500;

const targetOf = (row: FindingRow) => ({ kind: 'finding', id: row.id, name: `${row.rule} ${row.checkName}` });

/** What the checks found, and what will come of it. */
export class FindingsService {
  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
  ) {}

  list(who: Principal, query: QueryOf<typeof routes.listFindings>, { locale, now }: Reading) {
    const { limit, cursor, breaksWithinDays, state, ...filter } = query;
    const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    const breaksBefore = breaksWithinDays === undefined ? {} : { breaksBefore: new Date(now + breaksWithinDays * DAY_MS) };
    return this.store.forTenant(who.scope, async (tx) => {
      const page = await tx.checkFindings.list({ limit, after: cursorOf(cursor), state, ...given, ...breaksBefore });
      return pageOf(page, (row) => findingRowView(row, locale));
    });
  }

  get(who: Principal, id: string, { locale }: Reading) {
    return this.store.forTenant(who.scope, async (tx) => findingRowView(found(await tx.checkFindings.find(id)), locale));
  }

  mute(who: Principal, id: string, input: BodyOf<typeof routes.muteFinding>, acting: Acting) {
    const until = new Date(input.until);
    if (until.getTime() <= acting.now) throw invalid({ pointer: '/until', code: 'in-the-past' });
    return this.act(who, id, acting, (tx, before, after) => {
      const { tenantId } = before;
      after.audit({ action: 'finding.muted', tenantId, target: targetOf(before), after: { until, reason: input.reason } });
      return tx.checkFindings.mute(id, { until, by: who.id, reason: input.reason });
    });
  }

  unmute(who: Principal, id: string, acting: Acting) {
    return this.act(who, id, acting, (tx, before, after) => {
      after.audit({ action: 'finding.unmuted', tenantId: before.tenantId, target: targetOf(before) });
      return tx.checkFindings.unmute(id);
    });
  }

  /** Certificates by their end, findings by when they turn into an outage, and what needs a hand. */
  outlook(who: Principal, query: QueryOf<typeof routes.outlook>, { locale, now }: Reading): Promise<Output<typeof routes.outlook>> {
    const until = now + query.days * DAY_MS;
    const of = { ...(query.tenantId ? { tenantId: query.tenantId } : {}), ...(query.pbxId ? { pbxId: query.pbxId } : {}) };
    return this.store.forTenant(who.scope, async (tx) => {
      const expiring = await tx.certificates.list({ ...of, limit: MOST_POINTS, superseded: false, expiresBefore: new Date(until) });
      const certificates = expiring.items.map((row) => ({ ...row, endpoints: [...new Set(row.seenAt.map((seen) => seen.endpoint))] }));
      const upcoming = await tx.checkFindings.upcoming({ ...of, until: new Date(until), limit: MOST_POINTS });
      const findings = upcoming.map((row) => ({ ...row, breaksAt: row.breaksAt?.getTime() ?? null }));
      const points = outlook(certificates, findings, { from: now, until });
      return {
        items: points.flatMap((point) => {
          const { at, kind, severity, certificate, finding } = point;
          const about = finding ?? certificate;
          if (about === null) return [];
          const { tenantId, tenantName, pbxId, pbxName } = about;
          return {
            at: new Date(at).toISOString(),
            kind,
            severity,
            ...{ tenantId, tenantName, pbxId, pbxName },
            certificateId: certificate?.id ?? null,
            findingId: finding?.id ?? null,
            ...outlookText(point, locale),
          };
        }),
      };
    });
  }

  private act(
    who: Principal,
    id: string,
    { dryRun, locale }: Acting,
    work: (tx: TenantTx, before: FindingRow, after: Aftermath) => Promise<FindingRow | null>,
  ) {
    return this.writes.run(who, { dryRun }, async (tx, after) =>
      findingRowView(found(await work(tx, found(await tx.checkFindings.lock(id)), after)), locale),
    );
  }
}
