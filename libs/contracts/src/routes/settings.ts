import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { IdentityProvider, IdentityProviderInput, ProviderSettings, ProviderSettingsInput } from '../resources/people.js';
import { dryRun, id, list, V1 } from './common.js';

export const settingsRoutes = {
  getSettings: endpoint(`GET ${V1}/settings`, {
    needs: 'settings:read',
    tag: 'settings',
    summary: 'The provider’s settings.',
    reply: ProviderSettings,
  }),
  replaceSettings: endpoint(`PUT ${V1}/settings`, {
    needs: 'settings:write',
    stepUp: true,
    ifMatch: true,
    problems: ['factor-refused'],
    tag: 'settings',
    summary: 'Replace the provider’s settings. Who demands a second factor needs one.',
    query: dryRun,
    body: ProviderSettingsInput,
    reply: ProviderSettings,
  }),
  listIdentityProviders: endpoint(`GET ${V1}/identity-providers`, {
    needs: 'settings:read',
    tag: 'settings',
    summary: 'OpenID providers of the provider or of one customer.',
    query: z.object({ tenantId: z.uuid().optional() }),
    reply: list(IdentityProvider),
  }),
  createIdentityProvider: endpoint(`POST ${V1}/identity-providers`, {
    needs: 'settings:write',
    stepUp: true,
    problems: ['not-found', 'identity-provider-unusable', 'host-forbidden'],
    tag: 'settings',
    summary: 'Add an OpenID provider; its discovery document is read at once.',
    query: dryRun,
    body: IdentityProviderInput,
    reply: IdentityProvider,
  }),
  replaceIdentityProvider: endpoint(`PUT ${V1}/identity-providers/:id`, {
    needs: 'settings:write',
    stepUp: true,
    ifMatch: true,
    problems: ['identity-provider-unusable', 'host-forbidden'],
    tag: 'settings',
    summary: 'Replace an OpenID provider; without a secret the stored one stays.',
    params: id,
    query: dryRun,
    body: IdentityProviderInput,
    reply: IdentityProvider,
  }),
  deleteIdentityProvider: endpoint(`DELETE ${V1}/identity-providers/:id`, {
    needs: 'settings:write',
    stepUp: true,
    ifMatch: true,
    tag: 'settings',
    summary: 'Remove an OpenID provider; sessions that began there end.',
    params: id,
    query: dryRun,
  }),
} as const;
