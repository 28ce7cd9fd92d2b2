import { z } from 'zod';
import { Host, Port } from '../mapping/mapping.js';

/** A host key as shown to people: `SHA256:` + unpadded base64 of the key blob's SHA-256, as `ssh-keygen -l` prints it. */
export const Fingerprint = z
  .string()
  .trim()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'fingerprint-malformed');

export const HostKey = z
  .object({ type: z.string().max(64).describe('ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa …'), fingerprint: Fingerprint })
  .meta({ id: 'HostKey' });
export type HostKey = z.infer<typeof HostKey>;

/** How Stellwerk signs in. Write-only: it never comes back. Keyboard-interactive prompts are answered with the password. */
export const Credential = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('password'), password: z.string().min(1).max(1024) }),
    z.object({ kind: z.literal('keyboard-interactive'), password: z.string().min(1).max(1024) }),
    z.object({ kind: z.literal('private-key'), privateKey: z.string().min(1).max(32_768), passphrase: z.string().max(1024).nullish() }),
    z.object({
      kind: z.literal('certificate'),
      privateKey: z.string().min(1).max(32_768),
      passphrase: z.string().max(1024).nullish(),
      certificate: z.string().min(1).max(32_768).describe('The OpenSSH user certificate, the line of id_…-cert.pub.'),
    }),
  ])
  .meta({ id: 'Credential' });
export type Credential = z.infer<typeof Credential>;

/** Which implementation speaks SSH: ssh2 in the worker, or the machine's own OpenSSH client as a child process. */
export const SshEngine = z.enum(['auto', 'ssh2', 'openssh']);
export type SshEngine = z.infer<typeof SshEngine>;

export const SshServerInput = z
  .object({
    tenantId: z.uuid(),
    name: z.string().trim().min(1).max(120),
    host: Host,
    port: Port.default(22),
    username: z.string().min(1).max(104),
    credential: Credential.optional().describe('Required when created; leave out on replace to keep the stored one.'),
    engine: SshEngine.default('auto'),
    hostKeys: z
      .array(HostKey)
      .max(8)
      .default([])
      .describe('Keys to trust from the start; empty: the first successful connection fills them in.'),
  })
  .meta({ id: 'SshServerInput' });
export type SshServerInput = z.output<typeof SshServerInput>;
