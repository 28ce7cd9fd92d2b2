import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { Delegation, DelegationInput, DelegationTerms } from '../resources/people.js';
import { dryRun, id, page, PageQuery, V1 } from './common.js';

const decide = {
  needs: 'delegations:write',
  ifMatch: true,
  tag: 'delegations',
  params: id,
  query: dryRun,
  status: 200,
  reply: Delegation,
} as const;

/** Which provider has access to which customer: visible to both, in the customer's hand. */
export const delegationRoutes = {
  listDelegations: endpoint(`GET ${V1}/delegations`, {
    needs: 'delegations:read',
    tag: 'delegations',
    summary: 'A customer sees who has access to it; a provider sees where it has access.',
    query: PageQuery.extend({ tenantId: z.uuid().optional() }),
    reply: page(Delegation),
  }),
  askForDelegation: endpoint(`POST ${V1}/delegations`, {
    needs: 'delegations:write',
    problems: ['not-found', 'conflict'],
    tag: 'delegations',
    summary: 'A provider asks an existing customer, by its id, for access.',
    query: dryRun,
    body: DelegationInput,
    reply: Delegation,
  }),
  acceptDelegation: endpoint(`POST ${V1}/delegations/:id/accept`, {
    ...decide,
    stepUp: true,
    summary: 'The customer accepts, also for fewer roles or a shorter time.',
    problems: ['conflict'],
    body: DelegationTerms,
  }),
  declineDelegation: endpoint(`POST ${V1}/delegations/:id/decline`, {
    ...decide,
    summary: 'The customer declines.',
    problems: ['conflict'],
  }),
  replaceDelegation: endpoint(`PUT ${V1}/delegations/:id`, {
    ...decide,
    stepUp: true,
    summary: 'The customer changes roles or end of an access.',
    problems: ['conflict'],
    body: DelegationTerms,
  }),
  revokeDelegation: endpoint(`POST ${V1}/delegations/:id/revoke`, {
    ...decide,
    stepUp: true,
    summary: 'The customer takes the access back, or the provider gives it up. In force at once.',
    problems: ['conflict'],
  }),
} as const;
