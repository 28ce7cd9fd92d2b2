import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { AuditEvent } from '../resources/requests.js';
import { page, PageQuery, V1 } from './common.js';

const filter = {
  tenantId: z.uuid().optional(),
  action: z.string().max(80).optional().describe('An action, or a resource (`tunnel`).'),
  actorId: z.uuid().optional(),
  targetId: z.string().max(80).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  search: z.string().max(120).optional(),
};

export const auditRoutes = {
  listAuditEvents: endpoint(`GET ${V1}/audit-events`, {
    needs: 'audit:read',
    tag: 'audit',
    summary: 'Who did what, newest first. A customer sees what concerns it, its provider’s acts included.',
    query: PageQuery.extend(filter),
    reply: page(AuditEvent),
  }),
  exportAuditEvents: endpoint(`GET ${V1}/audit-events/export`, {
    needs: 'audit:export',
    stepUp: true,
    tag: 'audit',
    summary: 'The same as a file: JSON lines or CSV.',
    query: z.object({ ...filter, format: z.enum(['json', 'csv']).default('json') }),
    media: 'application/octet-stream',
  }),
} as const;
