import type { RuleResult } from '../check/rule-result.js';
import { type AcmeCode, judgeAcme } from './acme-rules.js';
import { type AuthorityCode, judgeAuthority } from './authority-rules.js';
import { type ChecklistCode, judgeChecklist } from './checklist-rules.js';
import type { FederationState } from './federation.js';
import { judgeNames, type NamesCode } from './names-rules.js';
import { judgeLists, judgeRoutes, type RouteCode } from './route-rules.js';

export type SettingsCode = NamesCode | RouteCode | AcmeCode | AuthorityCode | ChecklistCode;

/** Everything that can be said of a federation's configuration alone: name rule, addresses, routes, lists, ACME client, checklist. `now`: milliseconds since 1970. */
export const judgeFederationSettings = (state: FederationState, now: number): readonly RuleResult<SettingsCode>[] => [
  ...judgeNames(state.federation),
  ...judgeRoutes(state.federation),
  ...judgeLists(state.federation),
  ...judgeAcme(state.federation, now),
  ...judgeAuthority(state.federation, now),
  ...judgeChecklist(state),
];
