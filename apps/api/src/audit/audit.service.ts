import type { AuditEvent, routes } from '@stellwerk/contracts';
import { csv, type Locale } from '@stellwerk/domain';
import type { AuditEventRow, AuditFilter, AuditReach, Page, PageRequest, Store } from '@stellwerk/store';
import { cursorOf, pageOf } from '../core/cursor.js';
import type { SystemWrites } from '../core/system-writes.js';
import type { QueryOf } from '../http/call.js';
import { Download } from '../http/download.js';
import type { Principal } from '../session/principal.js';
import { auditView, type Reader } from './audit.view.js';

type ListQuery = QueryOf<typeof routes.listAuditEvents>;
type ExportQuery = QueryOf<typeof routes.exportAuditEvents>;

const BATCH = 500;

const reachOf = (who: Principal): AuditReach => ({
  providerId: who.scope.providerId,
  tenantIds: who.scope.tenantIds,
  wholeProvider: who.wholeProvider,
  withoutPlaces: who.tenant !== null,
});
const readerOf = (who: Principal, locale: Locale): Reader => ({ locale, ofTenant: who.tenant !== null });

function filterOf({ tenantId, action, actorId, targetId, outcome, from, to, search }: Omit<ExportQuery, 'format'>): AuditFilter {
  return {
    ...(tenantId ? { tenantId } : {}),
    ...(action ? { action } : {}),
    ...(actorId ? { actorId } : {}),
    ...(targetId ? { targetId } : {}),
    ...(outcome ? { outcome } : {}),
    ...(from ? { from: new Date(from) } : {}),
    ...(to ? { to: new Date(to) } : {}),
    ...(search ? { search } : {}),
  };
}

/** Reading the audit, and taking it along. What is in reach is decided from the verified scope, in the statement itself. */
export class AuditService {
  constructor(
    private readonly store: Store,
    private readonly writes: SystemWrites,
  ) {}

  async list(who: Principal, query: ListQuery, locale: Locale) {
    const { limit, cursor, ...given } = query;
    const page = await this.read(who, { ...filterOf(given), limit, after: cursorOf(cursor, 'number') });
    return pageOf(page, (row) => auditView(row, readerOf(who, locale)));
  }

  /** Written down before the first line leaves; read in pages that end where the export began, whatever is appended meanwhile. */
  async export(who: Principal, { format, ...given }: ExportQuery, locale: Locale): Promise<Download> {
    const { search, ...filter } = filterOf(given);
    await this.writes.run(who, { dryRun: false, reason: 'audit the export of the audit' }, async (_, after) =>
      after.audit({ action: 'audit.exported', after: { format, ...filter }, text: search ?? null }),
    );
    const reader = readerOf(who, locale);
    const pieces = format === 'csv' ? asCsv(this.pages(who, given), reader) : asLines(this.pages(who, given), reader);
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson';
    return new Download(pieces, { name: `audit.${format === 'csv' ? 'csv' : 'jsonl'}`, type });
  }

  private read(who: Principal, page: PageRequest & AuditFilter): Promise<Page<AuditEventRow>> {
    return this.store.asSystem('read the audit', (tx) => tx.audit.list(reachOf(who), page));
  }

  private async *pages(who: Principal, given: Omit<ExportQuery, 'format'>): AsyncGenerator<AuditEventRow[]> {
    for (let after: PageRequest['after'] = null; ;) {
      const page: Page<AuditEventRow> = await this.read(who, { ...filterOf(given), limit: BATCH, after });
      yield page.items;
      if (page.next === null) return;
      after = page.next;
    }
  }
}

/** One event per line, with the exact record: whoever has all of them can compute the chain again. */
async function* asLines(pages: AsyncIterable<AuditEventRow[]>, reader: Reader): AsyncGenerator<string> {
  for await (const rows of pages)
    yield rows.map((row) => `${JSON.stringify({ ...auditView(row, reader), record: row.record })}\n`).join('');
}

const COLUMNS = [
  'seq',
  'at',
  'action',
  'text',
  'outcome',
  'actorKind',
  'actorId',
  'actorName',
  'actorRole',
  'actorProvider',
  'address',
  'tenantId',
  'tenantName',
  'targetKind',
  'targetId',
  'targetName',
  'changes',
  'requestId',
  'hash',
] as const;

const flat = ({ actor, target, ...event }: AuditEvent): Record<(typeof COLUMNS)[number], unknown> => ({
  ...event,
  actorKind: actor.kind,
  actorId: actor.id,
  actorName: actor.name,
  actorRole: actor.role,
  actorProvider: actor.provider?.name,
  address: actor.address,
  targetKind: target?.kind,
  targetId: target?.id,
  targetName: target?.name,
});

async function* asCsv(pages: AsyncIterable<AuditEventRow[]>, reader: Reader): AsyncGenerator<string> {
  const header = csv(COLUMNS, []);
  yield header;
  for await (const rows of pages)
    yield csv(
      COLUMNS,
      rows.map((row) => flat(auditView(row, reader))),
    ).slice(header.length);
}
