import type { Federation } from '@stellwerk/contracts';
import { FederationInput } from '@stellwerk/domain';

/** What the editor works on: the same as what is saved. */
export type FederationDraft = FederationInput;

const EMPTY: FederationDraft = {
  domain: '',
  fqdn: '',
  networkInterface: null,
  internalAddress: null,
  publicAddress: null,
  port: 5061,
  openFederation: false,
  routes: [],
  allowedDomains: [],
  blockedDomains: [],
  serviceAccount: null,
  certificateStore: 'machine',
  intendedCa: null,
  acme: null,
  webroot: null,
};

/** The draft an editor begins with: what is stored, or nothing yet. */
export function draftOf(stored: Federation | null): FederationDraft {
  if (stored === null) return EMPTY;
  const { pbxId: _p, tenantId: _t, checklist: _c, answers: _a, version: _v, updatedAt: _u, ...draft } = stored;
  return draft;
}

/** The draft as it can be judged, or null while a value is missing or malformed: then there is nothing to ask about. */
export function judgeable(draft: unknown): FederationDraft | null {
  const parsed = FederationInput.safeParse(draft);
  return parsed.success ? parsed.data : null;
}

/** Where a refusal of the API belongs in the form: `/routes/0/host` → `routes.0.host`; lists of words are one field. */
export function fieldOf(pointer: string): string {
  const [first = '', ...rest] = pointer.split('/').slice(1);
  return first === 'routes' || first === 'acme' ? [first, ...rest].join('.') : first;
}
