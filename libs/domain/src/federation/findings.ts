import { ACME_FINDINGS } from './acme-texts.js';
import { AUTHORITY_FINDINGS } from './authority-texts.js';
import { CHECKLIST_FINDINGS } from './checklist-texts.js';
import { ENDPOINT_FINDINGS } from './endpoint-texts.js';
import { NAMES_FINDINGS } from './names-texts.js';
import { PARTNER_FINDINGS } from './partner-texts.js';
import { PRESENTED_FINDINGS } from './presented-texts.js';
import { ROUTE_FINDINGS } from './route-texts.js';
import { SELECTION_FINDINGS } from './selection-texts.js';

/** The catalogue rows of every code that a federation rule can give; what DNS does not answer stands in `DNS_FINDINGS`. */
export const FEDERATION_FINDINGS = {
  ...NAMES_FINDINGS,
  ...ROUTE_FINDINGS,
  ...ACME_FINDINGS,
  ...AUTHORITY_FINDINGS,
  ...CHECKLIST_FINDINGS,
  ...ENDPOINT_FINDINGS,
  ...SELECTION_FINDINGS,
  ...PRESENTED_FINDINGS,
  ...PARTNER_FINDINGS,
} as const;
export type FederationFindingCode = keyof typeof FEDERATION_FINDINGS;
