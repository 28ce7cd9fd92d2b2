import type { Output, routes } from '@stellwerk/contracts';
import { findingText, type Locale } from '@stellwerk/domain';
import type { FindingRow } from '@stellwerk/store';

type View = Output<typeof routes.listFindings>['items'][number];

export function findingRowView(row: FindingRow, locale: Locale): View {
  const { toldLevel: _, toldAt: __, seen: ___, missed: ____, providerId: _____, ...shown } = row;
  return {
    ...shown,
    ...findingText(row.code, row.params, locale),
    params: { ...row.params },
    openedAt: row.openedAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    breaksAt: row.breaksAt?.toISOString() ?? null,
    mutedUntil: row.mutedUntil?.toISOString() ?? null,
  };
}
