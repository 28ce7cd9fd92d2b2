import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { ServiceTemplate, TunnelCounts } from '../resources/fleet.js';
import { SearchHit } from '../resources/requests.js';
import { MappingValidation, MappingValidationInput } from '../unsaved.js';
import { list, V1 } from './common.js';

export const fleetRoutes = {
  overview: endpoint(`GET ${V1}/overview`, {
    needs: 'tunnels:read',
    tag: 'fleet',
    summary: 'The fleet in numbers: tunnels by condition, workers alive.',
    reply: z.object({
      tunnels: TunnelCounts,
      tenants: z.number(),
      pbxs: z.number(),
      workers: z.array(z.object({ id: z.string(), edgeId: z.string(), alive: z.boolean(), shards: z.number(), tunnels: z.number() })),
    }),
  }),
  listServiceTemplates: endpoint(`GET ${V1}/service-templates`, {
    needs: 'anyone',
    tag: 'mappings',
    summary: 'Named sets of mappings.',
    reply: z.object({ items: z.array(ServiceTemplate) }),
  }),
  validateMappings: endpoint(`POST ${V1}/mapping-validations`, {
    needs: 'pbxs:read',
    problems: ['not-found'],
    tag: 'mappings',
    summary: 'Judge an unsaved set of mappings against everything it could collide with.',
    status: 200,
    body: MappingValidationInput,
    reply: MappingValidation,
  }),
  search: endpoint(`GET ${V1}/search`, {
    needs: 'anyone',
    tag: 'fleet',
    summary: 'Find anything the caller may see by name, number, host or address; best hits first.',
    query: z.object({ q: z.string().trim().min(1).max(120), limit: z.coerce.number().int().min(1).max(50).default(20) }),
    reply: list(SearchHit),
  }),
} as const;
