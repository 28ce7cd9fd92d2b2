import { Credential, Fault, Fingerprint, Host, HostKey, ModuleKey, Port } from '@stellwerk/domain';
import { z } from 'zod';
import { FindingView } from './resources/fleet.js';

// What is judged while a person types, before anything is saved: SSH servers and mappings.

export const SshServerTestInput = z
  .object({
    tenantId: z.uuid(),
    sshServerId: z
      .uuid()
      .optional()
      .describe('Use the stored credential and pinned keys of this SSH server where the input leaves them out.'),
    host: Host,
    port: Port.default(22),
    username: z.string().min(1).max(104).optional(),
    credential: Credential.optional(),
    expectedFingerprint: Fingerprint.optional().describe('Credentials are sent only after the server proved this key, or a pinned one.'),
  })
  .meta({ id: 'SshServerTestInput' });

export const SshServerTest = z
  .object({
    steps: z.array(
      z.object({
        step: z.enum(['name', 'port', 'banner', 'host-keys', 'credentials', 'forwarding']),
        state: z.enum(['passed', 'failed', 'skipped']),
        tookMs: z.number().nullable(),
        fault: Fault.nullable(),
        text: z.string().describe('What was found, or what to do.'),
      }),
    ),
    addresses: z.array(z.string()),
    banner: z.string().nullable(),
    hostKeys: z.array(
      HostKey.extend({
        bits: z.number().nullable(),
        matches: z.boolean().nullable().describe('Against the pinned or expected key; null when there is none to compare.'),
      }),
    ),
    successful: z.boolean(),
  })
  .meta({ id: 'SshServerTest' });
export type SshServerTest = z.infer<typeof SshServerTest>;

export const MappingValidationInput = z
  .object({
    pbxId: z.uuid(),
    module: ModuleKey.default('general'),
    sshServerId: z.uuid().optional(),
    tunnelId: z.uuid().optional().describe('The tunnel being edited, so that it does not collide with itself.'),
    mappings: z.array(z.object({}).loose()).max(64).describe('MappingInput values, complete or half typed.'),
  })
  .meta({ id: 'MappingValidationInput' });

export const MappingValidation = z
  .object({
    valid: z.boolean(),
    findings: z.array(FindingView),
    explanations: z.array(z.string().nullable()).describe('One plain sentence per mapping; null where it is not complete yet.'),
    suggestions: z.array(z.object({ path: z.string(), port: z.number() })).describe('The next free port where one is taken.'),
    gateways: z.array(z.number()).describe('Indexes of the rows that let other hosts in.'),
  })
  .meta({ id: 'MappingValidation' });
