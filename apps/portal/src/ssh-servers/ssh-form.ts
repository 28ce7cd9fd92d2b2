import type { SshServer } from '@stellwerk/contracts';
import { Credential, Fingerprint, Host, type HostKey, SshServerInput } from '@stellwerk/domain';
import { z } from 'zod';

export const CREDENTIAL_KINDS = ['password', 'private-key', 'certificate', 'keyboard-interactive'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** The form of an SSH server as it is typed: flat, with everything that any kind of credential may need. */
export const SshForm = z.object({
  name: z.string().trim().min(1, 'nameMissing').max(120),
  host: Host,
  port: z.int().min(1).max(65535),
  username: z.string().trim().min(1, 'usernameMissing').max(104),
  kind: z.enum(CREDENTIAL_KINDS),
  password: z.string(),
  privateKey: z.string(),
  passphrase: z.string(),
  certificate: z.string(),
  engine: SshServerInput.shape.engine.unwrap(),
  fingerprint: z.union([z.literal(''), Fingerprint], 'fingerprintWrong'),
});
export type SshForm = z.output<typeof SshForm>;

export const emptySshForm: SshForm = {
  name: '',
  host: '',
  port: 22,
  username: '',
  kind: 'password',
  password: '',
  privateKey: '',
  passphrase: '',
  certificate: '',
  engine: 'auto',
  fingerprint: '',
};

/** What is stored, ready to be edited. Secrets never come back, so they are empty: "keep what is stored". */
export const formOf = (server: SshServer): SshForm => ({
  ...emptySshForm,
  name: server.name,
  host: server.host,
  port: server.port,
  username: server.username,
  kind: CREDENTIAL_KINDS.find((kind) => kind === server.credentialKind) ?? 'password',
  engine: server.engine,
});

/** The credential as the API takes it; undefined while it is not complete. */
export function credentialOf(
  form: Pick<SshForm, 'kind' | 'password' | 'privateKey' | 'passphrase' | 'certificate'>,
): Credential | undefined {
  const { kind, password, privateKey, certificate } = form;
  const passphrase = form.passphrase || null;
  const candidate = {
    password: { kind, password },
    'keyboard-interactive': { kind, password },
    'private-key': { kind, privateKey, passphrase },
    certificate: { kind, privateKey, passphrase, certificate },
  }[kind];
  return Credential.safeParse(candidate).data;
}

/** What is saved. Keys stay pinned while host and port stay the same; a confirmed fingerprint is pinned in addition. */
export function inputOf(form: SshForm, tenantId: string, seen: readonly HostKey[], stored?: SshServer): z.input<typeof SshServerInput> {
  const confirmed = seen.filter((key) => key.fingerprint === form.fingerprint);
  const kept = stored && stored.host === form.host.trim() && stored.port === form.port ? stored.hostKeys : [];
  const types = new Set(confirmed.map((key) => key.type));
  return {
    tenantId,
    name: form.name.trim(),
    host: form.host.trim(),
    port: form.port,
    username: form.username.trim(),
    credential: credentialOf(form),
    engine: form.engine,
    hostKeys: [...kept.filter((key) => !types.has(key.type)), ...confirmed].map(({ type, fingerprint }) => ({ type, fingerprint })),
  };
}

/** True when there is nothing to sign in with: a new server needs a credential, a stored one keeps its own. */
export const credentialMissing = (form: SshForm, stored: SshServer | undefined): boolean =>
  credentialOf(form) === undefined &&
  (stored === undefined || form.kind !== stored.credentialKind || form.privateKey + form.certificate !== '');
