import { randomBytes } from 'node:crypto';
import { auditEvent, SCOPES, systemDoer } from '@stellwerk/domain';
import { hashPassword, newApiKey, parseApiKey } from '@stellwerk/secrets';
import { openStore, type SystemTx } from '@stellwerk/store';
import { keyActs, ownerActs } from '../owner/first-acts.js';
import { readText, writeJson } from './files.js';
import type { Endpoints } from './settings.js';

/** What a person signs in with, and a machine. */
export interface SignInFacts {
  readonly email: string;
  readonly password: string;
  readonly apiKey: string;
}

const PROVIDER = 'Muster-Systemhaus GmbH';
const EMAIL = 'admin@stellwerk.example';
const DOER = systemDoer('npm start');
const silent = { debug: () => undefined, warn: () => undefined };

/** The owner's provider, made together with the owner where there is none yet. Returns the provider's id. */
async function ensureOwner(tx: SystemTx, facts: SignInFacts, fresh: boolean, note: (text: string) => void): Promise<string> {
  const person = await tx.people.findByEmail(facts.email);
  const [membership] = person ? await tx.people.memberships(person.id) : [];
  if (person && membership) {
    if (fresh) {
      await tx.people.setPassword(person.id, await hashPassword(facts.password));
      const target = { kind: 'person', id: person.id, name: person.name };
      tx.audit.append(auditEvent(DOER, { action: 'person.password-changed', providerId: membership.providerId, target }));
      note(`  This data folder is new, the database is not: ${facts.email} has a new password.`);
    }
    return membership.providerId;
  }
  const provider = await tx.access.createProvider({ name: PROVIDER });
  const owner = await tx.access.createMember({
    providerId: provider.id,
    role: 'owner',
    email: facts.email,
    name: 'Administration',
    passwordHash: await hashPassword(facts.password),
  });
  if (owner === null) throw new Error(`${facts.email} was made by somebody else at the same moment`);
  for (const act of ownerActs(provider.name, owner)) tx.audit.append(auditEvent(DOER, act));
  return provider.id;
}

/**
 * Sees to it that somebody can sign in: a provider, its owner with a random password, and an API key. The facts are written to
 * `file` (mode 0600) before they are put into the database, so that an interrupted start leaves no owner whose password nobody knows.
 */
export async function ensureIdentity(
  file: string,
  endpoints: Pick<Endpoints, 'databaseAppUrl' | 'databaseSystemUrl'>,
  note: (text: string) => void,
): Promise<SignInFacts> {
  const kept = await readText(file);
  const facts =
    kept === null
      ? { email: EMAIL, password: randomBytes(12).toString('base64url'), apiKey: newApiKey().key }
      : (JSON.parse(kept) as SignInFacts);
  if (kept === null) await writeJson(file, facts);
  const hash = parseApiKey(facts.apiKey);
  if (hash === null) throw new Error(`${file} holds no API key of ours`);
  const store = openStore({ appUrl: endpoints.databaseAppUrl, systemUrl: endpoints.databaseSystemUrl, maxConnections: 1, log: silent });
  try {
    await store.asSystem('first sign-in of a single machine', async (tx) => {
      const providerId = await ensureOwner(tx, facts, kept === null, note);
      if ((await tx.principals.keys([hash])).length > 0) return;
      const key = await tx.access.createApiKey({
        providerId,
        name: 'npm start',
        prefix: facts.apiKey.slice(0, 12),
        hash,
        scopes: SCOPES,
        tenantIds: 'all',
      });
      for (const act of keyActs(key)) tx.audit.append(auditEvent(DOER, act));
    });
  } finally {
    await store.close();
  }
  return facts;
}
