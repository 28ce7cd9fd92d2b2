import type { Output, routes } from '@stellwerk/contracts';
import { type FederationState, judgeFederationSettings, type Locale } from '@stellwerk/domain';
import type { FederationRow } from '@stellwerk/store';
import { answerView } from '../checks/check.view.js';

export const stateOf = (row: FederationRow): FederationState => {
  const { pbxId: _, providerId: __, tenantId: ___, checklist, version: ____, createdAt: _____, updatedAt: ______, ...federation } = row;
  return { federation, checklist };
};

export const federationView = (
  row: FederationRow,
  { locale, now }: { locale: Locale; now: number },
): Output<typeof routes.getFederation> => ({
  ...row,
  routes: row.routes.map((route) => ({ ...route })),
  checklist: row.checklist.map((mark) => ({ ...mark })),
  answers: judgeFederationSettings(stateOf(row), now).map((answer) => answerView(answer, locale)),
  updatedAt: row.updatedAt.toISOString(),
});
