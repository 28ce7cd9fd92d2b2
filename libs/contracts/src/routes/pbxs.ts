import { ModuleKey, PbxInput, Product } from '@stellwerk/domain';
import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { Pbx, PbxModule, PbxModuleInput } from '../resources/fleet.js';
import { dryRun, id, page, PageQuery, V1 } from './common.js';

export const pbxRoutes = {
  listPbxs: endpoint(`GET ${V1}/pbxs`, {
    needs: 'pbxs:read',
    tag: 'pbxs',
    summary: 'List PBXs.',
    query: PageQuery.extend({ tenantId: z.uuid().optional(), product: Product.optional() }),
    reply: page(Pbx),
  }),
  createPbx: endpoint(`POST ${V1}/pbxs`, {
    needs: 'pbxs:write',
    problems: ['not-found', 'host-forbidden'],
    tag: 'pbxs',
    summary: 'Add a PBX.',
    query: dryRun,
    body: PbxInput,
    reply: Pbx,
  }),
  getPbx: endpoint(`GET ${V1}/pbxs/:id`, {
    needs: 'pbxs:read',
    tag: 'pbxs',
    summary: 'Read a PBX with its modules.',
    params: id,
    reply: Pbx,
  }),
  replacePbx: endpoint(`PUT ${V1}/pbxs/:id`, {
    needs: 'pbxs:write',
    ifMatch: true,
    problems: ['host-forbidden', 'in-use', 'port-taken', 'mapping-refused'],
    tag: 'pbxs',
    summary: 'Replace a PBX.',
    params: id,
    query: dryRun,
    body: PbxInput,
    reply: Pbx,
  }),
  deletePbx: endpoint(`DELETE ${V1}/pbxs/:id`, {
    needs: 'pbxs:write',
    ifMatch: true,
    problems: ['in-use'],
    tag: 'pbxs',
    summary: 'Delete a PBX that has no tunnel left.',
    params: id,
    query: dryRun,
  }),
  listModules: endpoint(`GET ${V1}/pbxs/:id/modules`, {
    needs: 'pbxs:read',
    tag: 'pbxs',
    summary: 'The modules installed on a PBX.',
    params: id,
    reply: z.object({ items: z.array(PbxModule) }),
  }),
  putModule: endpoint(`PUT ${V1}/pbxs/:id/modules/:module`, {
    needs: 'pbxs:write',
    problems: ['module-refused'],
    tag: 'pbxs',
    summary: 'Install a module or replace its version and configurations.',
    params: id.extend({ module: ModuleKey }),
    query: dryRun,
    body: PbxModuleInput,
    reply: PbxModule,
  }),
  deleteModule: endpoint(`DELETE ${V1}/pbxs/:id/modules/:module`, {
    needs: 'pbxs:write',
    tag: 'pbxs',
    summary: 'Remove a module; its tunnels stop.',
    params: id.extend({ module: ModuleKey }),
    query: dryRun,
  }),
} as const;
