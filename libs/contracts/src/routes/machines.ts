import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { ApiKey, NewApiKey, ServiceAccount, ServiceAccountInput } from '../resources/people.js';
import { dryRun, id, page, PageQuery, V1 } from './common.js';

const key = id.extend({ keyId: z.uuid() });
const write = { needs: 'service-accounts:write', stepUp: true, tag: 'service-accounts', query: dryRun } as const;

export const machineRoutes = {
  listServiceAccounts: endpoint(`GET ${V1}/service-accounts`, {
    needs: 'service-accounts:read',
    tag: 'service-accounts',
    summary: 'List service accounts with their keys.',
    query: PageQuery,
    reply: page(ServiceAccount),
  }),
  getServiceAccount: endpoint(`GET ${V1}/service-accounts/:id`, {
    needs: 'service-accounts:read',
    tag: 'service-accounts',
    summary: 'Read a service account.',
    params: id,
    reply: ServiceAccount,
  }),
  createServiceAccount: endpoint(`POST ${V1}/service-accounts`, {
    ...write,
    problems: ['not-found'],
    summary: 'Add a service account; its scopes are never above those of whoever adds it.',
    body: ServiceAccountInput,
    reply: ServiceAccount,
  }),
  replaceServiceAccount: endpoint(`PUT ${V1}/service-accounts/:id`, {
    ...write,
    ifMatch: true,
    problems: ['not-found'],
    summary: 'Replace a service account; in force for its keys at once.',
    params: id,
    body: ServiceAccountInput,
    reply: ServiceAccount,
  }),
  deleteServiceAccount: endpoint(`DELETE ${V1}/service-accounts/:id`, {
    ...write,
    ifMatch: true,
    summary: 'Delete a service account with its keys.',
    params: id,
  }),
  createApiKey: endpoint(`POST ${V1}/service-accounts/:id/keys`, {
    ...write,
    summary: 'Make a key. It is shown in this answer and never again.',
    params: id,
    body: z.object({
      expiresAt: z.iso
        .datetime()
        .nullish()
        .transform((v) => v ?? null),
    }),
    reply: NewApiKey,
  }),
  rotateApiKey: endpoint(`POST ${V1}/service-accounts/:id/keys/:keyId/rotate`, {
    ...write,
    problems: ['conflict'],
    summary: 'Make a new key; the old one stays good for the overlap.',
    params: key,
    body: z.object({
      overlapHours: z.number().min(0).max(720).default(24),
      expiresAt: z.iso
        .datetime()
        .nullish()
        .transform((v) => v ?? null),
    }),
    reply: NewApiKey,
  }),
  revokeApiKey: endpoint(`DELETE ${V1}/service-accounts/:id/keys/:keyId`, {
    ...write,
    summary: 'Revoke a key; refused everywhere within a second.',
    params: key,
    status: 200,
    reply: ApiKey,
  }),
} as const;
