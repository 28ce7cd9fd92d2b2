import { SshServerInput } from '@stellwerk/domain';
import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { SshServer } from '../resources/fleet.js';
import { SshServerTest, SshServerTestInput } from '../unsaved.js';
import { dryRun, id, page, PageQuery, V1 } from './common.js';

export const sshServerRoutes = {
  listSshServers: endpoint(`GET ${V1}/ssh-servers`, {
    needs: 'ssh-servers:read',
    tag: 'ssh-servers',
    summary: 'List SSH servers.',
    query: PageQuery.extend({ tenantId: z.uuid().optional() }),
    reply: page(SshServer),
  }),
  createSshServer: endpoint(`POST ${V1}/ssh-servers`, {
    needs: 'ssh-servers:write',
    problems: ['not-found', 'host-forbidden', 'private-key-unusable'],
    tag: 'ssh-servers',
    summary: 'Add an SSH server.',
    query: dryRun,
    body: SshServerInput,
    reply: SshServer,
  }),
  getSshServer: endpoint(`GET ${V1}/ssh-servers/:id`, {
    needs: 'ssh-servers:read',
    tag: 'ssh-servers',
    summary: 'Read an SSH server; the credential never comes back.',
    params: id,
    reply: SshServer,
  }),
  replaceSshServer: endpoint(`PUT ${V1}/ssh-servers/:id`, {
    needs: 'ssh-servers:write',
    ifMatch: true,
    problems: ['host-forbidden', 'in-use', 'port-taken', 'private-key-unusable'],
    tag: 'ssh-servers',
    summary: 'Replace an SSH server; without a credential the stored one stays.',
    params: id,
    query: dryRun,
    body: SshServerInput,
    reply: SshServer,
  }),
  deleteSshServer: endpoint(`DELETE ${V1}/ssh-servers/:id`, {
    needs: 'ssh-servers:write',
    ifMatch: true,
    problems: ['in-use'],
    tag: 'ssh-servers',
    summary: 'Delete an SSH server that no tunnel uses.',
    params: id,
    query: dryRun,
  }),
  probeHostKeys: endpoint(`POST ${V1}/ssh-servers/:id/host-key-probes`, {
    needs: 'ssh-servers:write',
    problems: ['rate-limited'],
    tag: 'ssh-servers',
    summary: 'Ask a worker to read the host keys of every type again.',
    params: id,
    status: 202,
    reply: z.object({ accepted: z.literal(true) }),
  }),
  testSshServer: endpoint(`POST ${V1}/ssh-server-tests`, {
    needs: 'ssh-servers:write',
    problems: ['not-found', 'host-forbidden', 'private-key-unusable', 'rate-limited'],
    tag: 'ssh-servers',
    summary: 'Test unsaved input step by step.',
    status: 200,
    body: SshServerTestInput,
    reply: SshServerTest,
  }),
} as const;
