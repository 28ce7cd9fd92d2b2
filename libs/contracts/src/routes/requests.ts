import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { Approval, RequestInput, RequestState, RequestValidation, TunnelRequest } from '../resources/requests.js';
import { dryRun, id, page, PageQuery, V1 } from './common.js';

const text = (min: number) => z.object({ text: z.string().trim().min(min).max(2_000) });
const act = { tag: 'requests', params: id, query: dryRun, status: 200, reply: TunnelRequest } as const;

export const requestRoutes = {
  listRequests: endpoint(`GET ${V1}/requests`, {
    needs: 'requests:read',
    tag: 'requests',
    summary: 'The inbox: requests, newest first.',
    query: PageQuery.extend({
      tenantId: z.uuid().optional(),
      state: RequestState.optional(),
      mine: z.stringbool().default(false),
      search: z.string().max(120).optional(),
    }),
    reply: page(TunnelRequest.omit({ events: true, differences: true })),
  }),
  getRequest: endpoint(`GET ${V1}/requests/:id`, {
    needs: 'requests:read',
    tag: 'requests',
    summary: 'Read a request with its conversation.',
    params: id,
    reply: TunnelRequest,
  }),
  createRequest: endpoint(`POST ${V1}/requests`, {
    needs: 'requests:write',
    problems: ['not-found', 'mapping-refused', 'module-refused', 'port-taken', 'host-forbidden'],
    tag: 'requests',
    summary: 'Ask for a tunnel, or for a change of one.',
    query: dryRun,
    body: RequestInput,
    reply: TunnelRequest,
  }),
  validateRequest: endpoint(`POST ${V1}/request-validations`, {
    needs: 'requests:write',
    problems: ['not-found'],
    tag: 'requests',
    summary: 'Judge an unsaved request like the real thing: findings, risks, what would change, who has to agree.',
    body: RequestInput.partial({ reason: true }),
    status: 200,
    reply: RequestValidation,
  }),
  replaceRequest: endpoint(`PUT ${V1}/requests/:id`, {
    needs: 'requests:write',
    ifMatch: true,
    problems: ['not-found', 'not-your-request', 'request-closed', 'mapping-refused', 'module-refused', 'port-taken', 'host-forbidden'],
    tag: 'requests',
    summary: 'Change an own request while it is pending; approvals given so far are void.',
    params: id,
    query: dryRun,
    body: RequestInput,
    reply: TunnelRequest,
  }),
  commentRequest: endpoint(`POST ${V1}/requests/:id/comments`, {
    ...act,
    needs: 'requests:write',
    summary: 'Say something about a request.',
    body: text(1),
  }),
  approveRequest: endpoint(`POST ${V1}/requests/:id/approve`, {
    ...act,
    needs: 'requests:decide',
    stepUp: true,
    ifMatch: true,
    problems: [
      'own-request',
      'already-approved',
      'request-closed',
      'request-changed',
      'mapping-refused',
      'module-refused',
      'port-taken',
      'host-forbidden',
    ],
    summary: 'Approve, also with changes or a shorter time. With the last approval it becomes exactly that tunnel.',
    body: Approval,
  }),
  declineRequest: endpoint(`POST ${V1}/requests/:id/decline`, {
    ...act,
    needs: 'requests:decide',
    ifMatch: true,
    problems: ['own-request', 'request-closed'],
    summary: 'Decline with a reason.',
    body: text(3),
  }),
  withdrawRequest: endpoint(`POST ${V1}/requests/:id/withdraw`, {
    ...act,
    needs: 'requests:write',
    problems: ['not-your-request', 'request-closed'],
    summary: 'Take an own pending request back.',
  }),
  revokeRequest: endpoint(`POST ${V1}/requests/:id/revoke`, {
    ...act,
    needs: 'requests:write',
    problems: ['request-closed'],
    summary:
      'End an approved access early: by whoever may decide, or by the customer. Listeners and open channels close within five seconds.',
    body: text(0),
  }),
} as const;
