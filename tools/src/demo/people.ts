import { createClient, type Client } from '@stellwerk/contracts';
import { auditEvent, type Role, systemDoer } from '@stellwerk/domain';
import { hashPassword } from '@stellwerk/secrets';
import { openStore, type Store } from '@stellwerk/store';
import { TRIAL } from './fleet.js';

/** Where the demonstration runs, and the password all of its people share with the owner. */
export interface Stage {
  readonly url: string;
  readonly databaseAppUrl: string;
  readonly databaseSystemUrl: string;
  readonly owner: { readonly email: string; readonly password: string };
}

/** A colleague, and two people of one customer: so that a newcomer can see Stellwerk with their eyes too. */
export const TECHNICIAN = 'technik@stellwerk.example';
const CUSTOMER_ADMIN = 'leitung@stadtwerke.example';
export const REQUESTER = 'anfragen@stadtwerke.example';
const CUSTOMER = TRIAL.customer;

const DAY_MS = 86_400_000;

interface DemoPerson {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly tenantId: string | null;
}

async function hire(store: Store, providerId: string, passwordHash: string, person: DemoPerson): Promise<void> {
  await store.asSystem('people of the demonstration', async (tx) => {
    const member = await tx.access.createMember({ ...person, providerId, passwordHash });
    if (member === null) return;
    const target = { kind: 'member', id: member.id, name: person.name };
    const doer = systemDoer('demonstration');
    tx.audit.append(
      auditEvent(doer, { action: 'member.added', providerId, tenantId: person.tenantId, target, personIds: [member.personId] }),
    );
  });
}

/** A client in which somebody is signed in, the way a browser is. */
async function signedIn(url: string, email: string, password: string): Promise<Client> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`${email} cannot sign in: HTTP ${response.status}`);
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return createClient({ baseUrl: url, headers: () => ({ cookie, 'x-csrf-token': csrfToken, 'accept-language': 'de' }) });
}

/** Two requests of the customer: one that waits for somebody, and one that was approved for a shorter time and runs. */
async function ask(stage: Stage, tenantId: string, now: number): Promise<void> {
  const customer = await signedIn(stage.url, REQUESTER, stage.owner.password);
  if ((await customer.listRequests({})).items.length > 0) return;
  const [tunnel] = (await customer.listTunnels({ query: { tenantId } })).items;
  const ldap = tunnel?.mappings.find(({ direction }) => direction === 'outbound');
  if (tunnel === undefined || ldap === undefined) throw new Error(`${CUSTOMER} has no tunnel to take an example from`);
  const place = { pbxId: tunnel.pbxId, sshServerId: tunnel.sshServerId, module: 'general' as const };
  const days = (n: number): string => new Date(now + n * DAY_MS).toISOString();
  const { id: _id, ...like } = ldap;
  const approved = await customer.createRequest({
    body: {
      tunnel: { ...place, name: 'LDAP für die Testanlage', mappings: [{ ...like, name: 'LDAP Test', localPort: TRIAL.localPort }] },
      reason: 'Die neue Version wird eine Woche lang neben der alten geprüft.',
      endsAt: days(7),
    },
  });
  await customer.createRequest({
    body: {
      template: 'ssh-console',
      tunnel: {
        ...place,
        name: 'Konsole für den Hersteller',
        mappings: [{ name: 'Console', direction: 'inbound', localPort: 22, remotePort: 2222, protocol: 'ssh' }],
      },
      reason: 'Der Hersteller möchte ein Protokoll auf der Anlage ansehen.',
      endsAt: days(1),
    },
  });
  const owner = await signedIn(stage.url, stage.owner.email, stage.owner.password);
  await owner.approveRequest({
    params: { id: approved.id },
    ifMatch: approved.version,
    body: { endsAt: days(2), comment: 'Zwei Tage sollten für den Vergleich reichen.' },
  });
}

/** Puts people on the stage and lets them ask. What is there already is left alone. */
export async function seedPeople(api: Client, stage: Stage): Promise<void> {
  const tenant = (await api.listTenants({ query: { search: CUSTOMER } })).items.find(({ name }) => name === CUSTOMER);
  if (tenant === undefined) return;
  const { provider } = await api.me();
  const log = { debug: () => undefined, warn: () => undefined };
  const store = openStore({ appUrl: stage.databaseAppUrl, systemUrl: stage.databaseSystemUrl, maxConnections: 1, log });
  try {
    const passwordHash = await hashPassword(stage.owner.password);
    const people: readonly DemoPerson[] = [
      { email: TECHNICIAN, name: 'Tina Brandt', role: 'technician', tenantId: null },
      { email: CUSTOMER_ADMIN, name: 'Jens Ahrens', role: 'tenant-admin', tenantId: tenant.id },
      { email: REQUESTER, name: 'Rita Sommer', role: 'requester', tenantId: tenant.id },
    ];
    for (const person of people) await hire(store, provider.id, passwordHash, person);
  } finally {
    await store.close();
  }
  await ask(stage, tenant.id, Date.now());
}
