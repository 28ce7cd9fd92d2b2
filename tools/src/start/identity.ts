import { randomBytes } from 'node:crypto';
import { SCOPES } from '@stellwerk/domain';
import { hashPassword, newApiKey, parseApiKey } from '@stellwerk/secrets';
import { openStore, type SystemTx } from '@stellwerk/store';
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
const silent = { debug: () => undefined, warn: () => undefined };

/** The owner's provider, made together with the owner where there is none yet. Returns the provider's id. */
async function ensureOwner(access: SystemTx['access'], facts: SignInFacts, fresh: boolean, note: (text: string) => void): Promise<string> {
  const member = await access.findMemberByEmail(facts.email);
  if (member) {
    if (fresh) {
      await access.setPasswordHash(member.personId, await hashPassword(facts.password));
      note(`  This data folder is new, the database is not: ${facts.email} has a new password.`);
    }
    return member.providerId;
  }
  const provider = await access.createProvider({ name: PROVIDER });
  await access.createMember({
    providerId: provider.id,
    role: 'owner',
    email: facts.email,
    name: 'Administration',
    passwordHash: await hashPassword(facts.password),
  });
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
    await store.asSystem('first sign-in of a single machine', async ({ access }) => {
      const providerId = await ensureOwner(access, facts, kept === null, note);
      if (await access.findApiKey(hash)) return;
      await access.createApiKey({
        providerId,
        name: 'npm start',
        prefix: facts.apiKey.slice(0, 12),
        hash,
        scopes: SCOPES,
        tenantIds: 'all',
      });
    });
  } finally {
    await store.close();
  }
  return facts;
}
