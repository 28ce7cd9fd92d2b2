import { fine, type RuleResult } from '../check/rule-result.js';
import { shownName } from '../dns/name.js';
import { isLocalSystem } from './account.js';
import { CHECKLIST_ITEMS, type ChecklistItem, type FederationState } from './federation.js';

export type ChecklistCode = `checklist-${ChecklistItem}`;

/** FED-15: what only a person can see. Not confirmed is not wrong: it is told until somebody looked. */
export function judgeChecklist({ federation: f, checklist }: FederationState): readonly RuleResult<ChecklistCode>[] {
  const rule = 'FED-15';
  return CHECKLIST_ITEMS.flatMap((item): readonly RuleResult<ChecklistCode>[] => {
    // The system account reads every key; there is nothing to look up.
    if (item === 'private-key-access' && isLocalSystem(f.serviceAccount)) return [];
    const mark = checklist.find((one) => one.item === item);
    if (mark !== undefined) return [fine(rule, { confirmedAt: mark.confirmedAt, confirmedBy: mark.confirmedBy }, item)];
    const params = { domain: shownName(f.domain), fqdn: shownName(f.fqdn), account: f.serviceAccount ?? '', port: f.port };
    return [{ rule, status: 'info', code: `checklist-${item}`, subject: item, params }];
  });
}
