import { AcmeSettings, CHECKLIST_ITEMS, FederationInput, type FederationState } from '../federation/federation.js';

export const NOW = Date.parse('2026-11-22T12:00:00Z');

/** What simple-acme is set to where everything is right. */
export const acme = (more: Partial<AcmeSettings> = {}): AcmeSettings => ({
  ...AcmeSettings.parse({
    client: 'simple-acme',
    validation: 'dns-01',
    keepExisting: true,
    aclRead: ['ACME\\xphone'],
    renewalDays: 55,
    ari: true,
  }),
  ...more,
});

/** A federation with nothing to complain about. */
export const federation = (more: Partial<FederationInput> = {}): FederationInput => ({
  ...FederationInput.parse({
    domain: 'acme.example',
    fqdn: 'connect.acme.example',
    networkInterface: '192.168.1.100:5061',
    internalAddress: '192.168.1.100',
    publicAddress: '9.9.9.9',
    openFederation: true,
    serviceAccount: 'ACME\\xphone',
  }),
  ...more,
});

const confirmed = CHECKLIST_ITEMS.map((item) => ({ item, confirmedAt: '2026-11-01T00:00:00Z', confirmedBy: 'Anna' }));

export const state = (more: Partial<FederationInput> = {}, checklist: FederationState['checklist'] = confirmed): FederationState => ({
  federation: federation(more),
  checklist,
});
